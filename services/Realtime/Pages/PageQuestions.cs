using System.Text;
using Strangler.Services.Flask.Python;
using Strangler.Services.Realtime.SocketIo;

namespace Strangler.Services.Realtime.Pages;

/// <summary>Reads what pages ask, and finds the answer (contract 9.4).</summary>
internal sealed class PageQuestions(StatusAnswers answers)
{
    /// <summary>What an attachment of an answer is in its JSON.</summary>
    private static readonly PythonDict FirstAttachment =
        new(new OrderedDictionary<string, PythonValue> { ["_placeholder"] = PythonBool.True, ["num"] = PythonInt.Of(0) });

    /// <summary>The event that answers one; null for silence.</summary>
    public async ValueTask<PageAnswer?> AnswerAsync(SocketArguments arguments, CancellationToken cancellationToken) => Read(arguments) switch
    {
        [PythonText { Value: "ping" }] => new("pong", answers.Pong()),
        [PythonText { Value: IPageAnswers.Connect }, ..] => new("status", await answers.WelcomeAsync()), // Legacy takes it for another connect.
        [PythonText { Value: "request_status" }, var asked] when JobIn(asked) is { } job => await StatusAsync(job, cancellationToken),
        _ => null,
    };

    /// <summary>Null for what has no name, or only looks like a connect.</summary>
    public static string? NameOf(SocketArguments arguments) => Read(arguments) is [PythonText { Value: var name and not IPageAnswers.Connect }, ..] ? name : null;

    private async ValueTask<PageAnswer?> StatusAsync(PythonValue job, CancellationToken cancellationToken)
    {
        // Told back as it came.
        var data = (job as PythonBytes)?.Data;
        return await answers.ResponseAsync(data is null ? job : FirstAttachment, cancellationToken) is { } status ? new("status_response", status, data) : null;
    }

    /// <summary>The job that is asked for; null when the question cannot be read.</summary>
    private static PythonValue? JobIn(PythonValue asked)
    {
        if (!asked.IsTruthy)
            return PythonNull.Value;
        var id = asked is PythonDict { Entries: var entries } ? entries.GetValueOrDefault("job_id", PythonNull.Value) : null;
        return id is PythonList or PythonDict ? null : id;
    }

    /// <summary>Empty for what legacy cannot read.</summary>
    private static IReadOnlyList<PythonValue> Read(SocketArguments arguments) =>
        PythonJsonReader.TryRead(Encoding.UTF8.GetString(arguments.Json.Span), out var json, SocketData.LongestInteger)
        && (arguments.Attachments.Count == 0 ? json : Placeholders.Filled(json, arguments.Attachments, static data => new PythonBytes(data))) is PythonList { Items: var items } ? items : [];
}

/// <summary>An event that answers one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Argument">Its argument, as JSON.</param>
/// <param name="Data">The attachment that the argument has a place for; null for none.</param>
internal readonly record struct PageAnswer(string Name, byte[] Argument, ReadOnlyMemory<byte>? Data = null);

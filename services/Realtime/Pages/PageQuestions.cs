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
        [PythonText { Value: "request_status" }, var asked] when JobIn(asked) is { } job => await StatusAsync(job, cancellationToken),
        _ => null,
    };

    /// <summary>Null for what has no name.</summary>
    public static string? NameOf(SocketArguments arguments) => Read(arguments) is [PythonText { Value: var name }, ..] ? name : null;

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
        && (arguments.Attachments.Count == 0 ? json : WithAttachments(json, arguments.Attachments)) is PythonList { Items: var items } ? items : [];

    /// <summary>Each placeholder replaced by what it stands for, by legacy's rules; null where one stands for nothing.</summary>
    private static PythonValue? WithAttachments(PythonValue value, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        switch (value)
        {
            case PythonList { Items: var items }:
                var all = items.Select(item => WithAttachments(item, attachments)).ToList();
                return all.Contains(null) ? null : new PythonList(all!);
            case PythonDict { Entries: var entries } when entries.GetValueOrDefault("_placeholder") is { IsTruthy: true } && entries.TryGetValue("num", out var number):
                return IndexOf(number, attachments.Count) is { } index ? new PythonBytes(attachments[index]) : null;
            case PythonDict { Entries: var entries }:
                var members = entries.Select(entry => (entry.Key, Value: WithAttachments(entry.Value, attachments))).ToList();
                return members.Exists(member => member.Value is null) ? null : new PythonDict(members.ToDictionary(member => member.Key, member => member.Value!, StringComparer.Ordinal));
            default:
                return value;
        }
    }

    /// <summary>Python counts from the end too, and takes a truth value for a number.</summary>
    private static int? IndexOf(PythonValue number, int count) =>
        number is PythonInt or PythonBool && PythonNumber.TryInt(number, out var index) && index >= -count && index < count ? (index + count) % count : null;
}

/// <summary>An event that answers one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Argument">Its argument, as JSON.</param>
/// <param name="Data">The attachment that the argument has a place for; null for none.</param>
internal readonly record struct PageAnswer(string Name, byte[] Argument, ReadOnlyMemory<byte>? Data = null);

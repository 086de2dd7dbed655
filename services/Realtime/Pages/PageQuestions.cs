using System.Text;
using Strangler.Services.Flask.Python;
using Strangler.Services.Realtime.SocketIo;

namespace Strangler.Services.Realtime.Pages;

/// <summary>Reads what pages ask, and finds the answer (contract 9.4).</summary>
internal sealed class PageQuestions(StatusAnswers answers)
{
    /// <summary>The event that answers one, as its name and its argument; null for silence.</summary>
    public async ValueTask<(string Name, byte[] Argument)?> AnswerAsync(SocketArguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.Attachments.Count > 0) // No question has binary data in it.
            return null;
        if (!PythonJsonReader.TryRead(Encoding.UTF8.GetString(arguments.Json.Span), out var json) || json is not PythonList { Items: var items })
            return null;
        return items switch
        {
            [PythonText { Value: "ping" }] => ("pong", answers.Pong()),
            [PythonText { Value: "request_status" }, var asked] when JobIn(asked) is { } id && await answers.ResponseAsync(id, cancellationToken) is { } status => ("status_response", status),
            _ => null,
        };
    }

    /// <summary>Null for what has no name.</summary>
    public static string? NameOf(SocketArguments arguments) =>
        PythonJsonReader.TryRead(Encoding.UTF8.GetString(arguments.Json.Span), out var json) && json is PythonList { Items: [PythonText { Value: var name }, ..] } ? name : null;

    /// <summary>The job that is asked for; null when the question cannot be read.</summary>
    private static PythonValue? JobIn(PythonValue asked)
    {
        if (!asked.IsTruthy)
            return PythonNull.Value;
        var id = asked is PythonDict { Entries: var entries } ? entries.GetValueOrDefault("job_id", PythonNull.Value) : null;
        return id is PythonList or PythonDict ? null : id;
    }
}

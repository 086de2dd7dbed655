using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Strangler.Cutover.Api;
using Strangler.Cutover.Output;

namespace Strangler.Cutover.Commands;

/// <summary>What every command has at hand: the gateway, who is asking, and the way of output.</summary>
internal sealed class Session(ManagementApi api, string who, bool json) : IDisposable
{
    public ManagementApi Api => api;

    public string Who => who;

    /// <summary>An action that runs with a session of its own.</summary>
    /// <param name="timeout">For a call to the gateway, unless <c>--timeout</c> says otherwise.</param>
    /// <param name="run">The command's work.</param>
    public static Func<ParseResult, CancellationToken, Task<int>> Action(TimeSpan timeout, Func<Session, ParseResult, CancellationToken, Task> run) =>
        Action(timeout, async (session, result, cancellationToken) =>
        {
            await run(session, result, cancellationToken);
            return ExitCode.Done;
        });

    /// <summary>The same for work that has an exit code of its own.</summary>
    public static Func<ParseResult, CancellationToken, Task<int>> Action(TimeSpan timeout, Func<Session, ParseResult, CancellationToken, Task<int>> run) =>
        async (result, cancellationToken) =>
        {
            using var session = SharedOptions.Open(result, timeout);
            return await run(session, result, cancellationToken);
        };

    public void Show<T>(Answer<T> answer, Action<Screen> show)
    {
        if (json)
            Console.WriteLine(answer.Json);
        else
            show(new Screen());
    }

    public void Show<T>(T value, JsonTypeInfo<T> type, Action<Screen> show) =>
        Show(new Answer<T>(value, json ? JsonSerializer.Serialize(value, type) : ""), show);

    public void Dispose() => api.Dispose();
}

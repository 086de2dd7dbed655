using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Management;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Commands;

/// <summary>What every command has at hand: the gateway, who is asking, and the way of output.</summary>
internal sealed class Session(ManagementApi api, string who, bool json) : IDisposable
{
    public ManagementApi Api => api;

    public string Who => who;

    /// <summary>An action that runs with a session of its own.</summary>
    /// <param name="run">The command's work.</param>
    /// <param name="timeout">For a call to the gateway, unless <c>--timeout</c> says otherwise.</param>
    public static Func<ParseResult, CancellationToken, Task<int>> Action(Func<Session, ParseResult, CancellationToken, Task> run, TimeSpan? timeout = null) =>
        Action(
            async (session, result, cancellationToken) =>
            {
                await run(session, result, cancellationToken);
                return ExitCode.Done;
            },
            timeout);

    /// <summary>The same for work that has an exit code of its own.</summary>
    public static Func<ParseResult, CancellationToken, Task<int>> Action(Func<Session, ParseResult, CancellationToken, Task<int>> run, TimeSpan? timeout = null) =>
        async (result, cancellationToken) =>
        {
            using var session = Open(result, timeout);
            return await run(session, result, cancellationToken);
        };

    /// <exception cref="CommandException">An option's value is out of its range.</exception>
    public static Session Open(ParseResult result, TimeSpan? timeout = null) => new(
        new ManagementApi(SharedOptions.ReadManagement(result), SharedOptions.ReadToken(result), SharedOptions.ReadTimeout(result) ?? timeout ?? SharedOptions.UsualTimeout),
        SharedOptions.ReadWho(result), SharedOptions.ReadJson(result));

    public void Show<T>(Answer<T> answer, Action<Screen> show)
    {
        if (json)
            Console.WriteLine(PlainText.Escape(answer.Json)); // the escapes are JSON's, so nothing is lost
        else
            show(new Screen());
    }

    public void Show<T>(T value, JsonTypeInfo<T> type, Action<Screen> show) =>
        Show(new Answer<T>(value, json ? JsonSerializer.Serialize(value, type) : ""), show);

    public void Dispose() => api.Dispose();
}

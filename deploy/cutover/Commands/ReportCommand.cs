using System.CommandLine;
using System.Text.Json;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Management;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Settings;
using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Commands;

/// <summary><c>report [ROUTE]</c>: parity and divergences; with a format, the route's sign-off report.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string?> Route = new Argument<string?>("route") { Description = "One route, with examples (all routes when not given)", Arity = ArgumentArity.ZeroOrOne }.Completed();
    private static readonly Option<string?> Format = new Option<string?>("--format") { Description = "The sign-off report of the route instead; ends with 0 when it passes the promotion gate, 1 when it is blocked" }
        .OneOf("html", "json", "junit", "csv", "markdown");

    private static readonly Option<string?> Out = new("--out") { Description = "Write the sign-off report to a file", HelpName = "file" };

    public static Command Create()
    {
        var command = new Command("report", "Parity and divergences by route, or the sign-off report of one") { Route, Format, Out };
        command.Validators.Add(result =>
        {
            if (result.GetValue(Format) is null && result.GetValue(Out) is not null)
                result.AddError("--out needs --format.");
            if (result.GetValue(Format) is not null && result.GetValue(Route) is null)
                result.AddError("--format needs a route.");
        });
        command.SetAction(Session.Action(RunAsync));
        return command;
    }

    private static Task<int> RunAsync(Session session, ParseResult result, CancellationToken cancellationToken) => result.GetValue(Format) is { } format
        ? SignOffAsync(session, result.GetRequiredValue(Route)!, format, result.GetValue(Out), cancellationToken)
        : ShowAsync(session, result.GetValue(Route), cancellationToken);

    private static async Task<int> ShowAsync(Session session, string? route, CancellationToken cancellationToken)
    {
        var answer = await session.Api.GetAsync("/api/reports", ReportJson.Default.Report, cancellationToken);
        var one = route is null ? answer : Select(answer, route);
        session.Show(one, screen => screen.Show(one.Value, withExamples: one != answer));
        return ExitCode.Done;
    }

    private static async Task<int> SignOffAsync(Session session, string route, string format, string? file, CancellationToken cancellationToken)
    {
        var (text, passed) = await session.Api.GetSignOffAsync(route, format, cancellationToken);
        if (file is null)
            Console.Out.Write(Console.IsOutputRedirected ? text : PlainText.Escape(text));
        else
            await WriteAsync(file, text, cancellationToken);

        Notice.Write($"{route} {(passed ? "passes the promotion gate." : "is blocked by the promotion gate; the report says by what.")}");
        return passed ? ExitCode.Done : ExitCode.Refused;
    }

    private static async Task WriteAsync(string file, string text, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(file, text, cancellationToken);
        }
        catch (DirectoryNotFoundException)
        {
            throw new CommandException($"--out: there is no folder {Path.GetDirectoryName(Path.GetFullPath(file))} to write {Path.GetFileName(file)} to.", ExitCode.BadUsage);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandException($"--out: {file} could not be written: {ex.Message}", ExitCode.BadUsage);
        }
    }

    /// <summary>The same answer with one route only, its JSON as the gateway wrote it.</summary>
    private static Answer<Report> Select(Answer<Report> answer, string name)
    {
        var found = answer.Value.Routes.FirstOrDefault(route => route.Route == name) ?? throw new CommandException(
            answer.Value.Routes.Count == 0
                ? "nothing has been compared yet: put a route to shadow and let requests come."
                : $"the report has no route '{name}'; {NearestName.Advice(name, [.. answer.Value.Routes.Select(route => route.Route)], "it has")}.",
            ExitCode.Refused);
        using var document = JsonDocument.Parse(answer.Json);
        var json = document.RootElement.GetProperty("routes").EnumerateArray().First(route => route.GetProperty("route").ValueEquals(name));
        return new Answer<Report>(new Report([found]), $"{{\"routes\":[{json.GetRawText()}]}}");
    }
}

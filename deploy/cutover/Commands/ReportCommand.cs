using System.CommandLine;
using System.Text.Json;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Management;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Contract.Management;
using Strangler.Settings;
using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Commands;

/// <summary><c>report [ROUTE]</c>: parity and divergences; with a format, the route's sign-off report.</summary>
internal static class ReportCommand
{
    /// <summary>An exchange is compared behind its answer: what has just been asked is in the report a moment later.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

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
            if (result.GetValue(Format) is { } format && SharedOptions.ReadJson(result))
                result.AddError($"--json is the report as JSON, --format {format} is another one; give one of them (--format json is the sign-off report as JSON).");
        });
        command.SetAction(Session.Action(RunAsync));
        return command;
    }

    private static Task<int> RunAsync(Session session, ParseResult result, CancellationToken cancellationToken) => result.GetValue(Format) is { } format
        ? SignOffAsync(session, result.GetRequiredValue(Route)!, format, result.GetValue(Out), cancellationToken)
        : ShowAsync(session, result.GetValue(Route), cancellationToken);

    private static async Task<int> ShowAsync(Session session, string? route, CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(session, cancellationToken);
        var one = route is null ? answer : await SelectAsync(session, answer, route, cancellationToken);
        session.Show(one, screen => screen.Show(one.Value, withExamples: one != answer));
        return ExitCode.Done;
    }

    private static Task<Answer<Report>> ReadAsync(Session session, CancellationToken cancellationToken) => session.Api.GetAsync("/api/reports", ReportJson.Default.Report, cancellationToken);

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
    private static async Task<Answer<Report>> SelectAsync(Session session, Answer<Report> answer, string name, CancellationToken cancellationToken)
    {
        var patience = Task.Delay(Patience, TimeProvider.System, cancellationToken);
        while (answer.Value.Routes.All(route => route.Route != name))
        {
            var (isUnderWay, problem) = await WhyMissingAsync(session, answer.Value, name, cancellationToken);
            if (!isUnderWay || patience.IsCompleted)
                throw new CommandException(problem, ExitCode.Refused);

            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            answer = await ReadAsync(session, cancellationToken);
        }

        var found = answer.Value.Routes.First(route => route.Route == name);
        using var document = JsonDocument.Parse(answer.Json);
        var json = document.RootElement.GetProperty("routes").EnumerateArray().First(route => route.GetProperty("route").ValueEquals(name));
        return new Answer<Report>(new Report([found]), $"{{\"routes\":[{json.GetRawText()}]}}");
    }

    /// <summary>A report has no route of which nothing has been compared: whether that is under way, and else what to do.</summary>
    private static async Task<(bool IsUnderWay, string Problem)> WhyMissingAsync(Session session, Report report, string name, CancellationToken cancellationToken)
    {
        var board = await session.Api.GetAsync("/api/routes", ManagementJson.Default.BoardResponse, cancellationToken);
        if (board.Value.Routes.FirstOrDefault(route => route.Route == name) is not { } route)
        {
            var known = board.Value.Routes.Select(other => other.Route).Union(report.Routes.Select(other => other.Route));
            return (false, $"there is no route '{name}'; {NearestName.Advice(name, [.. known], "the routes are")}.");
        }

        return route.Stage is not ("shadow" or "canary" or "live") ? (false, $"nothing of {name} has been compared yet: put it to shadow and let requests come.")
            : route.Requests is { Legacy: 0, Modern: 0 } ? (false, $"nothing of {name} has been compared yet: it is at {route.Stage}, and no request has come since the start.")
            : (true, $"nothing of {name} has been compared yet: it is at {route.Stage}, and what has come is not compared so far. See what was left out, and why, in /metrics.");
    }
}

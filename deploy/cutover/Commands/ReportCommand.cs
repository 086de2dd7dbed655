using System.CommandLine;
using System.Text.Json;
using Strangler.Cutover.Api;
using Strangler.Cutover.Output;

namespace Strangler.Cutover.Commands;

/// <summary><c>report [ROUTE]</c>: parity and divergences; with a route, an example of each divergence.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string?> Route = new("route") { Description = "One route, with examples (all routes when not given)", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create()
    {
        var command = new Command("report", "Parity and divergences, by route") { Route };
        command.SetAction(Session.Action(Timeouts.Usual, async (session, result, cancellationToken) =>
        {
            var answer = await session.Api.GetAsync("/api/reports", ApiJsonContext.Default.Report, cancellationToken);
            var one = result.GetValue(Route) is { } route ? Select(answer, route) : answer;
            session.Show(one, screen => screen.Show(one.Value, withExamples: one != answer));
        }));
        return command;
    }

    /// <summary>The same answer with one route only, its JSON as the gateway wrote it.</summary>
    private static Answer<Report> Select(Answer<Report> answer, string name)
    {
        var found = answer.Value.Routes.FirstOrDefault(route => route.Route == name) ?? throw new CutoverException(
            answer.Value.Routes.Count == 0
                ? "nothing has been compared yet: put a route to shadow and let requests come."
                : $"the report has no route '{name}'; it has {string.Join(", ", answer.Value.Routes.Select(route => route.Route))}.",
            ExitCode.Refused);
        using var document = JsonDocument.Parse(answer.Json);
        var json = document.RootElement.GetProperty("routes").EnumerateArray().First(route => route.GetProperty("route").ValueEquals(name));
        return new Answer<Report>(new Report([found]), $"{{\"routes\":[{json.GetRawText()}]}}");
    }
}

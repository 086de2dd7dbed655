using System.CommandLine;
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
            if (result.GetValue(Route) is { } route)
            {
                var report = Select(answer.Value, route);
                session.Show(report, ApiJsonContext.Default.Report, screen => screen.Show(report, withExamples: true));
            }
            else
            {
                session.Show(answer, screen => screen.Show(answer.Value, withExamples: false));
            }
        }));
        return command;
    }

    private static Report Select(Report report, string name) => report.Routes.FirstOrDefault(route => route.Route == name) is { } found
        ? new Report([found])
        : throw new CutoverException(
            $"the report has no route '{name}'; it has {string.Join(", ", report.Routes.Select(route => route.Route))}.", ExitCode.Refused);
}

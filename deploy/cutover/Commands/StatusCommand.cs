using System.CommandLine;
using Strangler.Cutover.Api;
using Strangler.Cutover.Output;

namespace Strangler.Cutover.Commands;

/// <summary><c>status</c>: every route at a glance.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var command = new Command("status", "Every route: stage, served by, requests, parity, coverage, latency, last change");
        command.SetAction(Session.Action(Timeouts.Usual, async (session, _, cancellationToken) =>
        {
            var answer = await session.Api.GetAsync("/api/routes", ApiJsonContext.Default.Board, cancellationToken);
            session.Show(answer, screen => screen.Show(answer.Value));
        }));
        return command;
    }
}

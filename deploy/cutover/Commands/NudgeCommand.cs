using System.CommandLine;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Contract;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Commands;

/// <summary><c>nudge ROUTE</c>: has the clients of the side that no longer serves a route of long connections connect anew.</summary>
internal static class NudgeCommand
{
    private static readonly Argument<string> Route = new Argument<string>("route") { Description = RouteNames.Realtime }.Completed();
    private static readonly Option<string> Reason = AuditText.Reason();

    public static Command Create()
    {
        var command = new Command("nudge", "Closes the connections that the other side still serves, so that their clients connect anew") { Route, Reason };
        command.SetAction(Session.Action(async (session, result, cancellationToken) =>
        {
            var body = new NudgeRequest(result.GetRequiredValue(Reason), session.Who);
            var path = $"/api/routes/{Uri.EscapeDataString(result.GetRequiredValue(Route))}/nudge";
            var answer = await session.Api.PostAsync(path, body, ManagementJson.Terse.NudgeRequest, ManagementJson.Default.NudgeResponse, cancellationToken);
            session.Show(answer, screen => screen.Show(answer.Value));
        }));
        return command;
    }
}

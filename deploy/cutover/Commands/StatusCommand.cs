using System.CommandLine;
using Strangler.CommandLine.Output;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Commands;

/// <summary><c>status</c>: every route at a glance.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var command = new Command("status", "Every route: stage, served by, requests, parity, coverage, latency, gate, last change");
        command.SetAction(Session.Action(async (session, _, cancellationToken) =>
        {
            var answer = await session.Api.GetAsync("/api/routes", ManagementJson.Default.BoardResponse, cancellationToken);
            session.Show(answer, screen => screen.Show(answer.Value));
        }));
        return command;
    }
}

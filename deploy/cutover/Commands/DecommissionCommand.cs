using System.CommandLine;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Commands;

/// <summary><c>decommission</c>: what still reaches legacy, and whether it can be switched off.</summary>
internal static class DecommissionCommand
{
    private static readonly Option<int> Days = Ranged.Integer("--days", "How many days nothing may have reached legacy", 1, 3650, 7);

    public static Command Create()
    {
        var command = new Command("decommission", "What still reaches legacy, by route and caller, and whether it can be switched off. Exit code 0: it can; 1: not yet") { Days };
        command.SetAction(Session.Action(async (session, result, cancellationToken) =>
        {
            var answer = await session.Api.GetAsync($"/api/decommission?days={result.GetValue(Days)}", ManagementJson.Default.DecommissionResponse, cancellationToken);
            session.Show(answer, screen => screen.Show(answer.Value));
            return answer.Value.CanBeSwitchedOff ? ExitCode.Done : ExitCode.Refused;
        }));
        return command;
    }
}

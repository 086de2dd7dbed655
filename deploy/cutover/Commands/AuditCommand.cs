using System.CommandLine;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Commands;

/// <summary><c>audit</c>: who changed what, when and why.</summary>
internal static class AuditCommand
{
    private static readonly Option<int> Limit = Ranged.Integer("--limit", "Entries to show", 1, 1000, usual: 50);

    public static Command Create()
    {
        var command = new Command("audit", "The changes, newest first: who, when, why") { Limit };
        command.SetAction(Session.Action(async (session, result, cancellationToken) =>
        {
            var answer = await session.Api.GetAsync($"/api/audit?limit={result.GetValue(Limit)}", ManagementJson.Default.AuditResponse, cancellationToken);
            session.Show(answer, screen => screen.Show(answer.Value));
        }));
        return command;
    }
}

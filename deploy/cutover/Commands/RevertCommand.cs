using System.CommandLine;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Commands;

/// <summary><c>revert ID</c>: puts back what one audited change found.</summary>
internal static class RevertCommand
{
    private static readonly Argument<long> Id = Ranged.Number("id", "Number of the entry, as in audit");
    private static readonly Option<string> Reason = AuditText.Reason();

    public static Command Create()
    {
        var command = new Command("revert", "Undoes one change of the audit") { Id, Reason };
        command.SetAction(Session.Action(async (session, result, cancellationToken) =>
        {
            var body = new RevertRequest(result.GetRequiredValue(Reason), session.Who);
            var answer = await session.Api.ChangeAsync($"/api/audit/{result.GetValue(Id)}/revert", body, ManagementJson.Terse.RevertRequest, cancellationToken);
            session.Show(answer, screen => screen.Show(answer.Value));
        }));
        return command;
    }
}

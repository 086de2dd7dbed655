using System.CommandLine;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Commands;

/// <summary><c>upgrade</c>: has a new gateway take the place of the one that runs, without an interruption.</summary>
internal static class UpgradeCommand
{
    /// <summary>More than the gateway gives a new one to start, by its default.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly Option<string> Reason = AuditText.Reason();

    public static Command Create()
    {
        var command = new Command("upgrade", "Has the gateway's new program take over its ports while the one that runs ends with what it has begun") { Reason };
        command.SetAction(Session.Action(async (session, result, cancellationToken) =>
        {
            var body = new UpgradeRequest(result.GetRequiredValue(Reason), session.Who);
            var answer = await session.Api.PostAsync("/api/upgrade", body, ManagementJson.Terse.UpgradeRequest, ManagementJson.Default.UpgradeResponse, cancellationToken);
            session.Show(answer, screen => screen.Show(answer.Value));
        }, Patience));
        return command;
    }
}

using System.CommandLine;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Commands;

/// <summary><c>legacy-only on|off</c>: the switch above all stages.</summary>
internal static class LegacyOnlyCommand
{
    private static readonly Argument<string> Switch = new Argument<string>("on|off") { Description = "on: legacy answers everything; off: the stages count again" }
        .OneOf("on", "off");

    private static readonly Option<string> Reason = AuditText.Reason();

    public static Command Create()
    {
        var command = new Command("legacy-only", "Sends every route to legacy without touching its stage") { Switch, Reason };
        command.SetAction(Session.Action(async (session, result, cancellationToken) =>
        {
            var body = new LegacyOnlyRequest(result.GetValue(Switch) == "on", result.GetRequiredValue(Reason), session.Who);
            try
            {
                var answer = await session.Api.ChangeAsync("/api/legacy-only", body, ManagementJson.Terse.LegacyOnlyRequest, cancellationToken);
                session.Show(answer, screen => screen.Show(answer.Value));
            }
            catch (CommandException exception) when (body.Enabled == true)
            {
                throw exception.WithAdvice("Without a gateway, rollback --all takes every route back in features.json.");
            }
        }));
        return command;
    }
}

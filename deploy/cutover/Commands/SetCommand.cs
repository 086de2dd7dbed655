using System.CommandLine;
using System.CommandLine.Parsing;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Contract;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Commands;

/// <summary><c>set ROUTE STAGE [PERCENTAGE]</c>: moves one route.</summary>
internal static class SetCommand
{
    private static readonly Argument<string> Route = new Argument<string>("route") { Description = "Name of the route; status lists them" }.Completed();
    private static readonly Argument<string> Stage = RouteArgument.Stage(Route);
    private static readonly Argument<decimal?> Percentage = RouteArgument.Percentage(Stage);
    private static readonly Option<string> Reason = AuditText.Reason();
    private static readonly Option<bool> Force = new("--force") { Description = "Even below the promotion gate or against a cutover constraint; the audit says so" };

    public static Command Create()
    {
        var command = new Command("set", "Moves a route to a stage") { Route, Stage, Percentage, Reason, Force };
        command.Validators.Add(result =>
        {
            var (stage, percentage) = (Word(result, Stage), Word(result, Percentage));
            decimal? share = percentage is not null && RouteStage.TryParsePercentage(percentage, out var parsed) ? parsed : null;
            // What either word alone is not is said by its own argument.
            if (StageNames.All.Contains(stage) && (percentage is null || share is not null) && !RouteStage.TryMake(stage, share, out _, out var fault))
                result.AddError(fault);
        });
        command.SetAction(Session.Action(async (session, result, cancellationToken) =>
        {
            var (route, stage) = (result.GetRequiredValue(Route), result.GetRequiredValue(Stage));
            var body = new StageRequest(stage, result.GetRequiredValue(Reason), session.Who, result.GetValue(Force), result.GetValue(Percentage));
            var path = $"/api/routes/{Uri.EscapeDataString(route)}/stage";
            try
            {
                var answer = await session.Api.ChangeAsync(path, body, ManagementJson.Terse.StageRequest, cancellationToken, ifInTheWay: "--force does it all the same.");
                session.Show(answer, screen => screen.Show(answer.Value));
            }
            catch (CommandException exception) when (stage == Contract.Stage.Legacy.Name())
            {
                throw exception.WithAdvice($"Without a gateway, rollback {route} does that in features.json.");
            }
        }));
        return command;
    }

    private static string? Word(CommandResult command, Argument argument) => command.GetResult(argument)?.Tokens is [var token] ? token.Value : null;
}

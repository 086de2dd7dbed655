using System.CommandLine;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Commands;

/// <summary><c>plan pause|resume|abort ROUTE</c> steers the plan of a route; <c>plans</c> lists them.</summary>
internal static class PlanCommand
{
    private static readonly Argument<string> Verb = new Argument<string>("pause|resume|abort") { Description = "abort ends the plan; the route stays where it is" }.OneOf("pause", "resume", "abort");
    private static readonly Argument<string> Route = new Argument<string>("route") { Description = "Name of the route; plans lists them" }.Completed();
    private static readonly Option<string> Reason = AuditText.Reason();

    public static Command Create()
    {
        var command = new Command("plan", "Pauses, resumes or aborts the plan of a route") { Verb, Route, Reason };
        command.SetAction(Session.Action(async (session, result, cancellationToken) =>
        {
            var body = new PlanRequest(result.GetRequiredValue(Reason), session.Who);
            var path = $"/api/routes/{Uri.EscapeDataString(result.GetRequiredValue(Route))}/plan/{result.GetRequiredValue(Verb)}";
            var answer = await session.Api.PostAsync(path, body, ManagementJson.Terse.PlanRequest, ManagementJson.Default.PlanChangeResponse, cancellationToken);
            session.Show(answer, screen => screen.Show(answer.Value));
        }));
        return command;
    }

    public static Command List()
    {
        var command = new Command("plans", "The routes' plans, and those that can be chosen");
        command.SetAction(Session.Action(async (session, _, cancellationToken) =>
        {
            var answer = await session.Api.GetAsync("/api/plans", ManagementJson.Default.PlansResponse, cancellationToken);
            session.Show(answer, screen => screen.Show(answer.Value));
        }));
        return command;
    }
}

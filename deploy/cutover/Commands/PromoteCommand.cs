using System.CommandLine;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Commands;

/// <summary><c>promote ROUTE…|--all</c>: starts a plan for each route.</summary>
internal static class PromoteCommand
{
    private static readonly Argument<string[]> Routes = new Argument<string[]>("route") { Description = "One or more routes; status lists them", Arity = ArgumentArity.ZeroOrMore }.Completed();
    private static readonly Option<bool> All = new("--all") { Description = "Every route that has a module, no plan under way, and is before the plan's last step" };
    private static readonly Option<string?> Plan = new("--plan") { Description = "The plan; plans lists them (default: default)", HelpName = "name" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only show the steps and what the gate says now" };
    private static readonly Option<bool> Force = new("--force") { Description = "Each step even below the promotion gate or against a cutover constraint; the holds stay, and the audit says so" };
    private static readonly Option<string> Reason = AuditText.Reason();

    public static Command Create()
    {
        Reason.Required = false;
        var command = new Command("promote", "Moves routes forward step by step, by a plan: each step holds for a while, and the next one asks the promotion gate") { Routes, All, Plan, DryRun, Force, Reason };
        command.Validators.Add(result =>
        {
            // An option that is none would be taken for a route: then it is said as everywhere else.
            foreach (var stray in result.GetValue(Routes)?.Where(route => route.StartsWith('-')) ?? [])
                result.AddError($"Unrecognized command or argument '{stray}'.");
            if (result.GetValue(All) == result.GetValue(Routes) is { Length: > 0 })
                result.AddError("promote takes the names of routes, or --all.");
            else if (!result.GetValue(DryRun) && result.GetResult(Reason) is not { Implicit: false })
                result.AddError("promote needs --reason (Why, for the audit), e.g. promote status --reason \"parity since Monday\"; --dry-run needs none.");
        });
        command.SetAction(Session.Action(async (session, result, cancellationToken) =>
        {
            var isDryRun = result.GetValue(DryRun);
            var body = new PromoteRequest(
                result.GetValue(All) ? null : result.GetValue(Routes), result.GetValue(Reason) ?? "a dry run", session.Who, result.GetValue(All), result.GetValue(Plan), result.GetValue(Force), isDryRun);
            var answer = await session.Api.PostAsync("/api/plans", body, ManagementJson.Terse.PromoteRequest, ManagementJson.Default.PlanChangeResponse, cancellationToken);
            session.Show(answer, screen =>
            {
                foreach (var plan in isDryRun ? answer.Value.Routes : [])
                    screen.ShowSteps(plan);
                if (!isDryRun)
                    screen.Show(answer.Value);
            });
        }));
        return command;
    }
}

using System.CommandLine;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Offline;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Commands;

/// <summary><c>rollback [ROUTE|--all]</c>: back to legacy, with or without a gateway that answers.</summary>
internal static class RollbackCommand
{
    private static readonly Argument<string?> Route = new Argument<string?>("route") { Description = "Name of the route, as in status", Arity = ArgumentArity.ZeroOrOne }.Completed();

    /// <summary>Short: a rollback has another way when the gateway is silent.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly Option<bool> All = new("--all") { Description = "Every route" };
    private static readonly Option<string> Reason = AuditText.Reason();
    private static readonly Option<bool> Offline = new("--offline") { Description = "Do not ask the gateway: edit features.json at once" };

    private static readonly Option<string> Features = new("--features")
    {
        Description = "The gateway's features.json, edited when the gateway does not answer (or STRANGLER_FEATURES)",
        HelpName = "file",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("STRANGLER_FEATURES") is { Length: > 0 } path ? path : "features.json",
    };

    public static Command Create()
    {
        var command = new Command("rollback", "Takes a route, or every one, back to legacy") { Route, All, Reason, Offline, Features };
        command.Validators.Add(result =>
        {
            if (result.GetValue(All) == result.GetValue(Route) is not null)
                result.AddError("rollback takes the name of one route, or --all.");
        });
        command.SetAction(Session.Action(RollBackAsync, Patience));
        return command;
    }

    private static async Task RollBackAsync(Session session, ParseResult result, CancellationToken cancellationToken)
    {
        var route = result.GetValue(Route);
        if (result.GetValue(Offline))
        {
            RollBackOffline(session, result, route);
            return;
        }

        try
        {
            var body = new RollbackRequest(route, result.GetRequiredValue(Reason), session.Who);
            var answer = await session.Api.ChangeAsync("/api/rollback", body, ManagementJson.Terse.RollbackRequest, cancellationToken);
            session.Show(answer, screen => screen.Show(answer.Value));
        }
        catch (CommandException exception) when (exception.GatewayFailed)
        {
            Console.Error.WriteLine($"warning: {exception.Message} Editing features.json instead.");
            RollBackOffline(session, result, route);
        }
    }

    private static void RollBackOffline(Session session, ParseResult result, string? route)
    {
        var path = Path.GetFullPath(result.GetRequiredValue(Features));
        var changes = new OfflineRollback(path).Apply(route);
        session.Show(changes, OfflineJson.Default.OfflineChanges, screen =>
        {
            screen.Show(changes.Items);
            screen.WriteLine($"Written to {path}. A running gateway takes it over within a second; the reason is not in its audit.");
        });
    }
}

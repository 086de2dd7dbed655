using System.CommandLine;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Offline;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Contract;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Commands;

/// <summary><c>rollback [ROUTE|--all]</c>: back to legacy, with or without a gateway that answers.</summary>
internal static class RollbackCommand
{
    private static readonly Argument<string?> Route = new Argument<string?>("route") { Description = "Name of the route; status lists them", Arity = ArgumentArity.ZeroOrOne }.Completed();

    /// <summary>Short: a rollback has another way when the gateway is silent.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly Option<bool> All = new("--all") { Description = "Every route" };
    private static readonly Option<string> Reason = AuditText.Reason();
    private static readonly Option<bool> Offline = new("--offline") { Description = "Do not ask the gateway: edit features.json at once" };

    private static readonly Option<string?> Features = new("--features")
    {
        Description = "The features.json to edit when the gateway does not answer (or STRANGLER_FEATURES); without it, that of the folder STRANGLER_CONFIG, else that of the gateway that runs at --management",
        HelpName = "file",
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

    private static async Task<int> RollBackAsync(Session session, ParseResult result, CancellationToken cancellationToken)
    {
        var route = result.GetValue(Route);
        if (result.GetValue(Offline))
            return await Interruptible.RunAsync(() => RollBackOffline(session, result, route), cancellationToken);

        try
        {
            var body = new RollbackRequest(result.GetRequiredValue(Reason), session.Who, route);
            var answer = await session.Api.ChangeAsync("/api/rollback", body, ManagementJson.Terse.RollbackRequest, cancellationToken);
            session.Show(answer, screen => screen.Show(answer.Value));
            return ExitCode.Done;
        }
        catch (CommandException exception) when (exception.GatewayFailed)
        {
            Notice.Write($"warning: {exception.Message} Editing features.json instead.");
            return await Interruptible.RunAsync(() => RollBackOffline(session, result, route), cancellationToken);
        }
    }

    private static int RollBackOffline(Session session, ParseResult result, string? route)
    {
        var gateways = new RunningGateways(SharedOptions.ReadManagement(result), SharedOptions.Variable("STRANGLER_STATE") is { } state ? [state] : [GatewayStateFile.UserFolder, Installation.Configuration]);
        var named = result.GetValue(Features) ?? SharedOptions.Variable("STRANGLER_FEATURES");
        var changes = OfflineRollback.Find(gateways, named, SharedOptions.Variable("STRANGLER_CONFIG"), SharedOptions.UsualConfiguration("features.json")).Apply(route);
        session.Show(changes, OfflineJson.Readable.OfflineChanges, screen =>
        {
            screen.Show(changes.Items);
            screen.WriteLine(changes.Items.Count > 0 ? $"Written to {changes.Features}." : $"Looked at {changes.Features}.");
        });
        if (changes.Gateway is { } gateway)
        {
            if (!gateways.IsAsked(gateway))
            {
                Notice.Write(
                    $"warning: {changes.Features} is the file of another gateway than the one asked (process {gateway.ProcessId}, {gateway.Management.GetLeftPart(UriPartial.Authority)}), which takes the edit over. To roll back the one asked, name its file with --features.");
                return ExitCode.NoGatewaySeen;
            }

            Notice.Write($"The gateway that runs with this file (process {gateway.ProcessId}, {gateway.Management.GetLeftPart(UriPartial.Authority)}) takes an edit over within a second, unless it hangs; the reason is not in its audit.");
            return ExitCode.Done;
        }

        var other = gateways.There is [var there, ..] ? $" {there.Features} is the file of the one that runs there (process {there.ProcessId})." : "";
        Notice.Write(
            $"warning: no running gateway was seen to read {changes.Features}. One that starts with it has these stages; one that runs with another file has not been rolled back: name that file with --features.{other}");
        return ExitCode.NoGatewaySeen;
    }
}

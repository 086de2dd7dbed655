using System.CommandLine;
using Strangler.CommandLine.Offline;
using Strangler.CommandLine.Options;

namespace Strangler.CommandLine.Commands;

/// <summary><c>store migrate</c>: copies audit, jobs, plans and evidence to another database, by the gateway's program.</summary>
internal static class StoreCommand
{
    private static readonly Option<string> From = new("--from") { Description = "Where everything is: sqlite:FILE or postgresql:CONNECTIONSTRING; nothing behind the colon: as the settings say", Required = true, HelpName = "store" };
    private static readonly Option<string> To = new("--to") { Description = "Where it is to be, in the same form: an empty one", Required = true, HelpName = "store" };
    private static readonly Argument<string[]> Settings = GatewaySettings.Argument("for what --from and --to leave to them");

    public static Command Create() => new("store", "The database: migrate copies it to another one") { Migrate() };

    private static Command Migrate()
    {
        var command = new Command("migrate", "Copies audit, jobs, plans and evidence from one database to another, while no gateway uses either, and compares both. What was broken off goes on by the same command. A password is better in Store:ConnectionString than here, where others can read it")
        {
            From, To, Settings,
        };
        command.SetAction((result, cancellationToken) => GatewayProgram.MoveStoreAsync(
            result.GetRequiredValue(From), result.GetRequiredValue(To), GatewaySettings.Configuration(), GatewaySettings.Read(result, Settings), cancellationToken));
        return command;
    }
}

using System.CommandLine;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Offline;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Commands;

/// <summary><c>doctor</c>: whether an installation can work, asked of the gateway that runs, else of its program.</summary>
internal static class DoctorCommand
{
    /// <summary>The gateway waits for legacy, the backup client and files.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Option<bool> Stopped = new("--offline") { Description = "Ask no gateway: look with its program, as before a start" };
    private static readonly Argument<string[]> Settings = GatewaySettings.Argument("for when none answers");

    public static Command Create()
    {
        var command = new Command("doctor", "Checks an installation: configuration, ports, legacy and its limit, clock, folders, disk, database, backup client, versions. Exit code 0: no fault; 1: a fault") { Stopped, Settings };
        command.SetAction(Session.Action(
            async (session, result, cancellationToken) =>
            {
                var seen = await LookAsync(session, result.GetValue(Stopped), GatewaySettings.Read(result, Settings), cancellationToken);
                session.Show(seen, ManagementJson.Readable.DoctorResponse, screen => screen.Show(seen));
                return seen.Findings.Any(finding => finding.Level == Finding.Fault) ? ExitCode.Refused : ExitCode.Done;
            },
            Patience));
        return command;
    }

    private static async Task<DoctorResponse> LookAsync(Session session, bool offline, string[] settings, CancellationToken cancellationToken)
    {
        if (!offline)
        {
            try
            {
                var seen = WithVersion((await session.Api.GetAsync("/api/doctor", ManagementJson.Default.DoctorResponse, cancellationToken)).Value);
                return settings.Length == 0 ? seen : throw new CommandException("The gateway that answers has its own settings, and what follows -- would not be looked at: leave it out, or add --offline.", ExitCode.BadUsage);
            }
            catch (CommandException exception) when (exception.GatewayFailed)
            {
                Notice.Write($"{exception.Message} Its program looks instead, by the files, the environment and what follows --: what ./run.sh or a service would set besides it does not know.");
            }
        }

        return WithVersion(await GatewayProgram.ExamineAsync(GatewaySettings.Configuration(), settings, cancellationToken));
    }

    private static DoctorResponse WithVersion(DoctorResponse seen)
    {
        var own = GatewayProgram.OwnVersion;
        var finding = seen.Version == own
            ? Finding.Good("version", $"Gateway and command are {own}.")
            : Finding.Doubtful("version", $"The gateway is {seen.Version}, this command {own}.", "Use the command of the gateway's own package, or restart the gateway after an upgrade.");
        return seen with { Findings = [.. seen.Findings, finding] };
    }
}

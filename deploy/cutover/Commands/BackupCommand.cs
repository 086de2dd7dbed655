using System.CommandLine;
using System.Globalization;
using Strangler.CommandLine.Output;

namespace Strangler.CommandLine.Commands;

/// <summary><c>backup FILE</c>: a copy of <c>gateway.db</c>, of a gateway that runs.</summary>
internal static class BackupCommand
{
    /// <summary>Until the copy is made and its first bytes come; a database has a GiB or more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly Argument<string> File = new("file") { Description = "Where to; a file that is there is not overwritten", HelpName = "file" };

    public static Command Create()
    {
        var command = new Command("backup", "Copies gateway.db of the gateway that runs (audit, evidence, findings, jobs), whole, to a file") { File };
        command.SetAction(Session.Action(
            async (session, result, cancellationToken) =>
            {
                var file = Path.GetFullPath(result.GetRequiredValue(File));
                var bytes = await session.Api.SaveAsync("/api/backup", file, cancellationToken);
                Notice.Write(string.Create(CultureInfo.InvariantCulture, $"{file}: {bytes:N0} bytes."));
            },
            Patience));
        return command;
    }
}

using Microsoft.Extensions.Diagnostics.HealthChecks;
using Strangler.Contract.Management;
using Strangler.Gateway.Configuration;

namespace Strangler.Gateway.Doctor;

/// <summary>Looks whether this installation can work, by what the gateway itself is set to and as the user that it runs as; changes nothing, but for the folder of the jobs, which is made.</summary>
internal sealed class Examination(
    ReloadLog reloads, GatewayFiles files, PortExamination ports, LegacyExamination legacy, FolderExamination folders, DatabaseExamination database, HealthCheckService modules)
{
    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(10);

    /// <param name="serves">Whether this process is the gateway that serves, or one that only looks.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<DoctorResponse> ExamineAsync(bool serves, CancellationToken cancellationToken)
    {
        var checks = CheckModulesAsync(cancellationToken);
        var old = legacy.ExamineAsync(cancellationToken);
        List<Finding> findings = [.. Configuration(), .. await ports.ExamineAsync(serves, cancellationToken), .. await old, .. folders.Examine(), database.Examine(serves), .. await checks];
        return new(CommandLine.Version, findings);
    }

    private IEnumerable<Finding> Configuration() => reloads.StandingErrors is { Count: > 0 } errors
        ? errors.Select(error => Finding.Bad("configuration", error, "Put it right: until then the last good state is in force, and a start is refused."))
        : [Finding.Good("configuration", $"{files.Folder}: settings, flags, routes and rules are valid.")];

    /// <summary>What the modules themselves look at: the backup client, the pages, the backup server's files.</summary>
    private async Task<IEnumerable<Finding>> CheckModulesAsync(CancellationToken cancellationToken)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(LongestCheck);
        var report = await modules.CheckHealthAsync(bound.Token);
        return report.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => entry.Value.Status == HealthStatus.Healthy
            ? Finding.Good(entry.Key, $"Is well, for {string.Join(", ", entry.Value.Tags)}.")
            : Finding.Bad(entry.Key, entry.Value.Description ?? "It fails.", $"Until then {string.Join(", ", entry.Value.Tags)} can go no further than shadow."));
    }
}

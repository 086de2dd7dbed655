using System.Text.RegularExpressions;
using Strangler.Testing.Comparison;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>Values of the recorded installation and those of the one at hand: ports, folders, ids of jobs as they become known.</summary>
internal sealed partial class Substitutions(Installation installation)
{
    private readonly List<Substitution> _all =
    [
        new("install-folder", "/opt/cyberbackup", installation.LegacyRoot),
        new("temporary-folder", "/var/tmp/legacy", installation.LegacyTemporary),
        new("backup-port", "1256", $"{installation.BackupPort}"),
    ];

    public IReadOnlyList<Substitution> All => _all;

    /// <summary>What stands here for a recorded value.</summary>
    public string Actual(string recorded) => _all.Single(one => one.Recorded == recorded).Actual;

    public bool Knows(string recorded) => _all.Exists(one => one.Recorded == recorded);

    public void Add(string name, string recorded, string actual)
    {
        if (_all.All(one => one.Recorded != recorded))
            _all.Add(new(name, recorded, actual));
    }

    /// <summary>Takes ids of jobs from answers: where the recorded one has an id, the same field of the answer has the id here.</summary>
    public void Learn(string? recorded, string actual)
    {
        if (recorded is not null && JobId().Match(recorded) is { Success: true } left && JobId().Match(actual) is { Success: true } right)
            Add("job-id", left.Groups["id"].Value, right.Groups["id"].Value);
    }

    [GeneratedRegex(@"""job_id"":""(?<id>job_\d{16})""")]
    private static partial Regex JobId();
}

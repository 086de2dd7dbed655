using System.ComponentModel.DataAnnotations;
using Strangler.Services.Backups.Client;

namespace Strangler.Services.Backups.Jobs;

/// <summary>Settings of the backup jobs, section <c>Services:Jobs</c>. All are checked at startup.</summary>
public sealed class JobsOptions
{
    private const string Second = "00:00:01";
    private const string Day = "1.00:00:00";

    /// <summary>Where uploads, the clients' folders and the users' keys are. Only one process may use it; what an earlier one left is removed.</summary>
    [Required]
    public string Folder { get; set; } = "jobs";

    /// <summary>The backup client; relative to <c>Services:LegacyRoot</c>.</summary>
    [Required]
    public string Client { get; set; } = "build/Release/EncryptedBackupClient.exe";

    /// <summary>Its arguments; <c>--batch</c> when none are given (contract 6).</summary>
    public IReadOnlyList<string> ClientArguments { get; set; } = [];

    /// <summary>Clients that run at once; further jobs wait.</summary>
    [Range(1, 1_000)]
    public int MaxRunning { get; set; } = 8;

    /// <summary>Jobs that may wait; a start beyond that is refused with 503.</summary>
    [Range(0, 100_000)]
    public int MaxWaiting { get; set; } = 1_000;

    /// <summary>How long a client may take for the smallest file (Q26).</summary>
    [Range(typeof(TimeSpan), Second, Day, ConvertValueInInvariantCulture = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(120);

    /// <summary>Slowest acceptable speed in bytes a second: a client has more time for a larger file.</summary>
    [Range(1_024, 1_073_741_824)]
    public int SlowestBytesPerSecond { get; set; } = 256 * 1024;

    /// <summary>Time from asking a client to end until it is killed (contract 5).</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ConvertValueInInvariantCulture = true)]
    public TimeSpan StopPatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an ended job can still be asked for.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00", ConvertValueInInvariantCulture = true)]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How many ended jobs can still be asked for; the oldest are forgotten first.</summary>
    [Range(1, 1_000_000)]
    public int MaxEnded { get; set; } = 10_000;

    /// <summary>How the client is started.</summary>
    internal ClientCommand Command(string legacyRoot) => new(Path.GetFullPath(Path.Combine(legacyRoot, Client)), ClientArguments is { Count: > 0 } arguments ? arguments : ["--batch"]);

    /// <summary>How long the client may take for a file of this size.</summary>
    internal TimeSpan TimeFor(long bytes) => Timeout + TimeSpan.FromSeconds((double)bytes / SlowestBytesPerSecond);
}

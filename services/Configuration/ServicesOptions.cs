using System.ComponentModel.DataAnnotations;

namespace Strangler.Services.Configuration;

/// <summary>
/// Settings of the endpoint modules, section <c>Services</c>. The environment's <c>BACKUP_SERVER_HOST</c> and
/// <c>BACKUP_SERVER_PORT</c> outrank them, as they do in legacy (contract 2).
/// </summary>
public sealed class ServicesOptions
{
    /// <summary>Host of the backup server until a client connects elsewhere.</summary>
    [Required]
    public string BackupServerHost { get; set; } = "127.0.0.1";

    /// <summary>Port of the backup server until a client connects elsewhere; <c>server_info</c> always reports this one.</summary>
    [Range(1, 65535)]
    public int BackupServerPort { get; set; } = 1256;

    /// <summary>
    /// Backup servers that clients may connect to and back up to: host names or addresses, with <c>:port</c> or for all ports, and ranges
    /// of addresses like <c>10.0.0.0/8</c>. Empty: any, as in legacy. A list keeps the server from being used to search the network.
    /// </summary>
    public IReadOnlyList<string> AllowedBackupServers { get; set; } = [];

    /// <summary>User name until a client connects with its own.</summary>
    [Required]
    public string DefaultUsername { get; set; } = "default_user";

    /// <summary>Legacy's application root, whose files are served (contract 5). Relative to the working folder.</summary>
    [Required]
    public string LegacyRoot { get; set; } = ".";

    /// <summary>Longest time to wait for the backup server to accept a connection, at most legacy's 2 s (Q31).</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:02", ConvertValueInInvariantCulture = true)]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a probe's result answers for the next requests; 0 probes for each.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ConvertValueInInvariantCulture = true)]
    public TimeSpan ProbeFreshness { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long requests wait for a probe before they answer with the last known result.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:02", ConvertValueInInvariantCulture = true)]
    public TimeSpan ProbePatience { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Largest body of <c>/api/connect</c>, in bytes; for a larger one the answer is 413.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int ConnectBodyLimit { get; set; } = 1024 * 1024;

    /// <summary>Whether <c>/api/stop</c> cancels the running backups instead of only saying so (Q27).</summary>
    public bool StopCancels { get; set; }

    /// <summary>How long <c>/api/stop</c> waits for that before it answers.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05", ConvertValueInInvariantCulture = true)]
    public TimeSpan StopPatience { get; set; } = TimeSpan.FromMilliseconds(250);
}

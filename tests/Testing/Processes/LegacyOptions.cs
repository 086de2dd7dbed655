namespace Strangler.Testing.Processes;

/// <summary>How the reference Flask server is started; the defaults are those of the real one.</summary>
public sealed record LegacyOptions
{
    /// <summary>The application root, e.g. that of a backup server; null: one of its own.</summary>
    public string? Root { get; init; }

    /// <summary>The port to listen on; 0: a free one.</summary>
    public int Port { get; init; }

    /// <summary>Port of the backup server that it is configured for.</summary>
    public int BackupPort { get; init; } = 1256;

    /// <summary>The port whose two localhost origins Socket.IO accepts; null: the port that it listens on.</summary>
    public int? ApiPort { get; init; }

    /// <summary>Requests in flight per client address; null: no limit.</summary>
    public int? ConnectionLimit { get; init; } = 12;

    /// <summary>Like the real script, without the five routes of quirk Q3.</summary>
    public bool ScriptMode { get; init; }

    public bool Monitor { get; init; } = true;

    /// <summary>As with psutil 6, where the system monitor works.</summary>
    public bool SystemSamples { get; init; }

    /// <summary>Another backup client than the stand-in.</summary>
    public string? Client { get; init; }

    /// <summary>Zone of the process, e.g. <c>Asia/Tokyo</c>; null: that of the test.</summary>
    public string? TimeZone { get; init; }

    internal IEnumerable<string> Arguments(string root) =>
    [
        "--port", $"{Port}", "--root", root, "--backup-port", $"{BackupPort}",
        "--connection-limit", ConnectionLimit is { } limit ? $"{limit}" : "off", "--exit-with-stdin",
        .. ApiPort is { } port ? ["--api-port", $"{port}"] : Array.Empty<string>(),
        .. Client is null ? Array.Empty<string>() : ["--client", Client],
        .. Flag(ScriptMode, "--script-mode"), .. Flag(!Monitor, "--no-monitor"), .. Flag(SystemSamples, "--system-samples"),
    ];

    private static string[] Flag(bool set, string name) => set ? [name] : [];
}

namespace Strangler.Testing.Processes;

/// <summary>How the stand-in backup server is started.</summary>
public sealed record BackupServerOptions
{
    /// <summary>Folder for files and database, e.g. that of the API server; null: one of its own.</summary>
    public string? Root { get; init; }

    /// <summary>Megabytes a second at which checksums are made, from the slow pace of the real server down; null: at once.</summary>
    public string? ChecksumRate { get; init; }

    internal IEnumerable<string> Arguments(string root) =>
        ["--root", root, "--port", "0", "--checksum-rate", ChecksumRate ?? "off", "--exit-with-stdin"];
}

namespace Strangler.Launcher.Run;

/// <summary>What <c>run</c> was asked to do; all values are checked.</summary>
/// <param name="Public">Where clients connect; port 0 takes a free one, here and below.</param>
/// <param name="Management">Where operators connect.</param>
/// <param name="Legacy">The user's own Flask server; null starts the reference one.</param>
/// <param name="NoLegacy">Whether there is no legacy any more: every route is complete.</param>
/// <param name="LegacyRoot">Root folder of the user's own legacy server, when it is on this machine.</param>
/// <param name="LegacyPort">Port of the reference Flask server.</param>
/// <param name="BackupPort">Port of the stand-in backup server.</param>
/// <param name="Data">Folder of gateway.db, the reference server's files, the logs and, without <paramref name="Config"/>, the configuration.</param>
/// <param name="Config">Folder of an operator's own configuration; null for copies of what is shipped.</param>
/// <param name="Install">Whether missing Python packages may be installed.</param>
/// <param name="Build">Whether to build first.</param>
/// <param name="PlainProxy">Whether every route goes to legacy, whatever <c>features.json</c> is.</param>
/// <param name="StartTimeout">How long each program may take until it is healthy.</param>
/// <param name="Gateway">Further settings for the gateway.</param>
internal sealed record RunOptions(
    Uri Public, Uri Management, Uri? Legacy, bool NoLegacy, string? LegacyRoot, int LegacyPort, int BackupPort, string Data, string? Config,
    bool Install, bool Build, bool PlainProxy, TimeSpan StartTimeout, IReadOnlyList<string> Gateway)
{
    /// <summary>Whether the gateway is built and restarted when a source of it changes.</summary>
    public bool Watch { get; init; }

    /// <summary>Whether the board is opened in the browser.</summary>
    public bool Open { get; init; }
}

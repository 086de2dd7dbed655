using Microsoft.Extensions.Logging;

namespace Strangler.Services.Backups.Receipts;

/// <summary>
/// Has the operating system report files that are added or changed. That the folder was deleted, or replaced by another of the same
/// name, is noticed at the next <see cref="Keep"/>. What is missed meanwhile is found by the monitor's rescan.
/// </summary>
internal sealed partial class FolderWatch(string folder, Action<string> changed, ILogger logger) : IDisposable
{
    private FileSystemWatcher? _watcher;
    private DateTime _created;
    private volatile bool _isBroken;

    /// <summary>Starts watching, or continues. A folder that has replaced another is recognised by its later creation time.</summary>
    public void Keep()
    {
        try
        {
            var created = Directory.Exists(folder) ? Directory.GetCreationTimeUtc(folder) : default;
            if (_watcher is not null && !_isBroken && created == _created)
                return;
            Stop();
            if (created != default)
                Start(created);
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
        {
            LogNotWatched(folder, error.Message);
            Stop();
        }
    }

    public void Stop()
    {
        _watcher?.Dispose();
        _watcher = null;
    }

    public void Dispose() => Stop();

    private void Start(DateTime created)
    {
        (_created, _isBroken) = (created, false);
        _watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.Size | NotifyFilters.LastWrite };
        _watcher.Created += Tell;
        _watcher.Changed += Tell;
        _watcher.Deleted += Tell;
        _watcher.Renamed += Tell;
        _watcher.Error += (_, _) => _isBroken = true;
        _watcher.EnableRaisingEvents = true;
    }

    private void Tell(object sender, FileSystemEventArgs change)
    {
        if (change.Name is { } name)
            changed(name);
    }

    [LoggerMessage(LogLevel.Warning, "{Folder} cannot be watched and is looked at now and then only: {Error}")]
    private partial void LogNotWatched(string folder, string error);
}

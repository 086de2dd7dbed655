using Microsoft.Extensions.Logging;

namespace Strangler.Services.Backups.Receipts;

/// <summary>
/// Hears from the operating system of files that come or change, as long as it can: a folder that is deleted, or another one in its
/// place, is noticed at the next <see cref="Keep"/>. What is missed meanwhile the monitor's rescan finds.
/// </summary>
internal sealed partial class FolderWatch(string folder, Action<string> changed, ILogger logger) : IDisposable
{
    private FileSystemWatcher? _watcher;
    private DateTime _created;
    private volatile bool _isBroken;

    /// <summary>Starts to watch, or goes on. A folder that has taken another one's place was created later.</summary>
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Folder} cannot be watched and is looked at now and then only: {Error}")]
    private partial void LogNotWatched(string folder, string error);
}

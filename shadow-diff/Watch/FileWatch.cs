using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Strangler.ShadowDiff.Watch;

/// <summary>What is done when a person has edited a file.</summary>
public interface IReload
{
    /// <summary>The file.</summary>
    WatchedFile File { get; }

    /// <summary>Reads the file again, beginning with <see cref="WatchedFile.BeginReading"/>, and puts it in force or says what is wrong with it.</summary>
    Task ReloadAsync(CancellationToken cancellationToken);
}

/// <summary>Looks at all files that may be edited ten times a second, in the order in which they were registered, and has each finished edit read.</summary>
internal sealed partial class FileWatch(IEnumerable<IReload> reloads, TimeProvider time, ILogger<FileWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var reload in reloads.Where(reload => reload.File.HasSettledChange()))
                await ReloadAsync(reload, stoppingToken);
        }
    }

    // One file's trouble must not keep the others from being read, nor this one from being read again when it changes.
    private async Task ReloadAsync(IReload reload, CancellationToken cancellationToken)
    {
        try
        {
            await reload.ReloadAsync(cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            NotReloaded(reload.File.Path, ex);
        }
    }

    [LoggerMessage(LogLevel.Error, "{File} could not be read again; the state before stays in force")]
    private partial void NotReloaded(string file, Exception exception);
}

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Strangler.ShadowDiff.WatchedFiles;

/// <summary>What is done when a person has edited a file.</summary>
public interface IReload
{
    /// <summary>The file.</summary>
    WatchedFile File { get; }

    /// <summary>Looks at the file (<see cref="WatchedFile.Look"/>), reads it, says which of both (<see cref="WatchedFile.HasRead"/>), and puts it in force or says what is wrong with it.</summary>
    Task ReloadAsync(CancellationToken cancellationToken);
}

/// <summary>
/// Looks at all files that may be edited ten times a second, in the order in which they were registered, and has each finished edit read. One
/// on a share that does not answer keeps a thread for as long as that lasts, and none of the others from being looked at.
/// </summary>
internal sealed partial class FileWatch(IEnumerable<IReload> reloads, TimeProvider time, ILogger<FileWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);
    private readonly Dictionary<IReload, Task> _hanging = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var reload in reloads)
            {
                if (await HasSettledChangeAsync(reload, stoppingToken))
                    await ReloadAsync(reload, stoppingToken);
            }
        }
    }

    private async Task<bool> HasSettledChangeAsync(IReload reload, CancellationToken cancellationToken)
    {
        if (_hanging.TryGetValue(reload, out var earlier))
        {
            if (!earlier.IsCompleted)
                return false;

            _hanging.Remove(reload);
            AnswersAgain(reload.File.Path);
        }

        var look = Task.Run(reload.File.HasSettledChange, cancellationToken);
        try
        {
            return await look.WaitAsync(Deadline, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            _hanging[reload] = look;
            DoesNotAnswer(reload.File.Path);
            return false;
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

    [LoggerMessage(LogLevel.Error, "{File} cannot be looked at: the disk or share that it is on does not answer. Edits of it are not seen until it does")]
    private partial void DoesNotAnswer(string file);

    [LoggerMessage(LogLevel.Information, "{File} can be looked at again")]
    private partial void AnswersAgain(string file);

    [LoggerMessage(LogLevel.Error, "{File} could not be read again; the state before stays in force")]
    private partial void NotReloaded(string file, Exception exception);
}

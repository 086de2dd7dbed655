using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Strangler.Services.Backups.Receipts;

/// <summary>
/// Waits for the files that jobs expect and verifies them by size, stability and SHA-256 (contract 7, Q23, Q24). One loop looks at
/// an expected file when it is registered, when the operating system reports it, and at each rescan; while nothing is expected it sleeps.
/// </summary>
internal sealed partial class ReceiptMonitor(
    ReceivedFolder folder, FileVerifier verifier, OpenExpectations open, DueExpectations due, IOptions<ReceiptsOptions> options, TimeProvider time,
    ILogger<ReceiptMonitor> logger)
    : BackgroundService
{
    private readonly ReceiptsOptions _options = options.Value;
    private volatile TaskCompletionSource _wake = NewSignal();
    private volatile bool _isRunning;

    public bool IsRunning => _isRunning;

    /// <summary>
    /// Completes with the one outcome. Cancelling withdraws the expectation, as a failed job does. Another
    /// expectation of the same stored name replaces the first.
    /// </summary>
    /// <exception cref="OperationCanceledException">Withdrawn, or the program stops.</exception>
    public async Task<ReceiptOutcome> ExpectAsync(ExpectedFile file, CancellationToken cancellationToken)
    {
        if (!_isRunning)
            return ReceiptOutcome.GivenUp("Received files are not verified.");
        var expectation = open.Add(file);
        due.Hear(expectation);
        using var withdrawal = cancellationToken.UnsafeRegister(_ => open.Withdraw(expectation), null);
        _wake.TrySetResult();
        return await expectation.Outcome;
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            folder.Create(); // As legacy does (contract 2).
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotCreated(folder.FullPath, error.Message);
        }

        _isRunning = _options.Monitor;
        return _isRunning ? base.StartAsync(cancellationToken) : Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var watch = new FolderWatch(folder.FullPath, OnChanged, logger);
        while (!stoppingToken.IsCancellationRequested)
        {
            // Taken before looking: a change while looking wakes the loop again.
            var wake = _wake = NewSignal();
            var pause = LookAtDue(watch, stoppingToken);
            await wake.Task.WaitAsync(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _isRunning = false;
        foreach (var expectation in open.All)
            open.Withdraw(expectation);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void OnChanged(string name)
    {
        if (open.Find(name) is not { } expectation)
            return;
        due.Hear(expectation);
        _wake.TrySetResult();
    }

    private TimeSpan LookAtDue(FolderWatch watch, CancellationToken stoppingToken)
    {
        if (open.IsEmpty)
        {
            watch.Stop();
            return Timeout.InfiniteTimeSpan;
        }

        watch.Keep();
        foreach (var expectation in due.Take().Where(one => !one.IsHashing && open.Has(one)))
            due.LookAgain(expectation, Look(expectation, stoppingToken));
        return due.UntilNext;
    }

    private TimeSpan Look(Expectation expectation, CancellationToken stoppingToken)
    {
        try
        {
            var found = folder.Find(expectation.File.StoredName);
            var step = expectation.Look(found?.Facts);
            if (step.Outcome is { } outcome)
                open.End(expectation, outcome);
            else if (step.IsReadyToHash)
                _ = VerifyAsync(expectation, found!, stoppingToken);
            return step.LookAgainAfter;
        }
        catch (Exception error)
        {
            LogNotRead(expectation.File.StoredName, error);
            return _options.RescanInterval;
        }
    }

    private async Task VerifyAsync(Expectation expectation, ReceivedFile file, CancellationToken stoppingToken)
    {
        expectation.IsHashing = true;
        try
        {
            if (await verifier.VerifyAsync(expectation, file, stoppingToken) is { } outcome)
                open.End(expectation, outcome);
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            // On Windows the backup server may still have the file open. The next rescan tries again.
            LogNotRead(file.Name, error);
        }
        finally
        {
            expectation.IsHashing = false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Folder} could not be created: {Error}")]
    private partial void LogNotCreated(string folder, string error);

    [LoggerMessage(LogLevel.Warning, "{File} could not be read; it is tried again.")]
    private partial void LogNotRead(string file, Exception error);
}

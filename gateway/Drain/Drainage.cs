using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;
using Strangler.Gateway.Realtime;
using Strangler.Services.Backups.Jobs;

namespace Strangler.Gateway.Drain;

/// <summary>
/// What comes between the wish to stop and the end: not ready at once, and still serving; then no new connections, sockets that close with a code so that
/// their pages go elsewhere, and time for what is under way. Everything else works until that is over, since it may be needed.
/// </summary>
internal sealed partial class Drainage(
    DrainState state, IServer server, SocketNudge sockets, IJobDirectory jobs, IOptions<DrainOptions> options, TimeProvider time, ILogger<Drainage> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan JobInterval = TimeSpan.FromMilliseconds(100);

    private readonly DrainOptions _options = options.Value;

    private readonly Lock _turn = new();
    private Task? _drained;

    /// <summary>A host may be stopped by two callers at the same time: both wait for one drain before anything else ends.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        lock (_turn)
            return _drained ??= DrainAsync(cancellationToken);
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        var isLeft = state.HasBegun; // Another gateway serves, and nobody has to notice.
        state.Begin();
        if (_options.DrainDelay > TimeSpan.Zero && !isLeft)
        {
            StillServes(_options.DrainDelay);
            await Task.Delay(_options.DrainDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // A gateway whose place was taken has waited already, unless it was asked to stop meanwhile. Then its jobs come first: the other asks for them as long as it is there.
        using var timeout = new CancellationTokenSource(state.HasWaited ? TimeSpan.Zero : _options.DrainTimeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        if (isLeft && !state.HasWaited)
            await JobsAsync(end.Token);
        state.Close();
        await sockets.CloseAllAsync(end.Token); // first: the server would cut off those that are about to say why they close
        await server.StopAsync(end.Token); // what is left when that token ends is cut off
        if (timeout.IsCancellationRequested && !state.HasWaited)
            WereCutOff(_options.DrainTimeout);
        if (!isLeft)
            await JobsAsync(end.Token);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task JobsAsync(CancellationToken cancellationToken)
    {
        if (jobs.HasLive)
            WaitsForBackups();
        while (jobs.HasLive && !cancellationToken.IsCancellationRequested)
            await Task.Delay(JobInterval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (jobs.HasLive)
            BackupsAreStopped(_options.DrainTimeout);
    }

    [LoggerMessage(LogLevel.Information, "Asked to stop: not ready any more, and serves for another {Delay} (Gateway:DrainDelay)")]
    private partial void StillServes(TimeSpan delay);

    [LoggerMessage(LogLevel.Warning, "Requests that had not ended within {Timeout} (Gateway:DrainTimeout) were cut off")]
    private partial void WereCutOff(TimeSpan timeout);

    [LoggerMessage(LogLevel.Information, "Waits for backups that run in C#")]
    private partial void WaitsForBackups();

    [LoggerMessage(LogLevel.Warning, "Backups that had not ended within {Timeout} (Gateway:DrainTimeout) are stopped, and say so")]
    private partial void BackupsAreStopped(TimeSpan timeout);
}

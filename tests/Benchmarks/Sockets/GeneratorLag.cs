using System.Diagnostics;

namespace Strangler.Benchmarks.Sockets;

/// <summary>
/// How long this program's own threads kept work waiting at most. A socket that was closed for being slow, or was told late, says nothing
/// against the server when its client did not get to read.
/// </summary>
internal sealed class GeneratorLag : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _over = new();
    private readonly Task _watching;

    public GeneratorLag() => _watching = Task.Run(WatchAsync);

    public TimeSpan Longest { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _watching;
        _over.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_over.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            await Task.Delay(Tick, TimeProvider.System, CancellationToken.None);
            var late = Stopwatch.GetElapsedTime(started) - Tick;
            Longest = late > Longest ? late : Longest;
        }
    }
}

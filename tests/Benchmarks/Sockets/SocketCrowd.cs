using System.Diagnostics;
using System.Numerics;

namespace Strangler.Benchmarks.Sockets;

/// <summary>Many clients at once, all of which hear of every job.</summary>
internal sealed class SocketCrowd : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<LoadSocket> _sockets = [];
    private readonly List<Task> _reading = [];
    private readonly JobLedger _ledger;
    private readonly Lateness _lateness = new(TimeProvider.System);
    private readonly GeneratorLag _lag = new();

    private SocketCrowd(JobLedger ledger) => _ledger = ledger;

    /// <summary>Opens them one after the other.</summary>
    /// <param name="server">The server.</param>
    /// <param name="count">How many.</param>
    /// <param name="engine">How many of them speak Socket.IO; the others speak to the hub.</param>
    /// <param name="ledger">The jobs that they hear of.</param>
    public static async Task<SocketCrowd> OpenAsync(Uri server, int count, int engine, JobLedger ledger)
    {
        var crowd = new SocketCrowd(ledger);
        for (var i = 0; i < count; i++)
        {
            var isEngine = (i + 1L) * engine / count > (long)i * engine / count; // the two kinds alternate
            var socket = await LoadSocket.OpenAsync(server, isEngine, new HeardEvents(ledger, crowd._lateness));
            crowd._sockets.Add(socket);
            crowd._reading.Add(socket.ReadAsync());
        }

        return crowd;
    }

    /// <summary>Waits until all living sockets have heard what one of them has, or a minute.</summary>
    public async Task SettleAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (Lost().Sum() > 0 && Stopwatch.GetElapsedTime(started) < Patience)
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        await Task.Delay(Pause, TimeProvider.System, CancellationToken.None); // for what would come twice
    }

    public Arrivals Arrivals(TimeSpan time)
    {
        var most = _sockets.Max(socket => socket.Heard.Progress);
        var all = _sockets.Sum(socket => socket.Heard.Progress);
        return new Arrivals(
            [.. _sockets.Select(socket => socket.End).OfType<string>()], _ledger.Ended.Count, Lost().Sum(), _sockets.Sum(socket => socket.Heard.Doubled), _sockets.Sum(socket => socket.Heard.Disordered),
            all / time.TotalSeconds, most == 0 ? 1 : (double)all / most / _sockets.Count, _lateness.Percentile(50), _lateness.Percentile(99), _lateness.Percentile(100), (int)_lag.Longest.TotalMilliseconds);
    }

    public async ValueTask DisposeAsync()
    {
        _sockets.ForEach(socket => socket.Dispose());
        await Task.WhenAll(_reading);
        await _lag.DisposeAsync();
    }

    /// <summary>What each living socket has not heard of each job that ended, although it had to, or another socket has heard it.</summary>
    private IEnumerable<long> Lost()
    {
        foreach (var (job, due) in _ledger.Ended)
        {
            var heard = _sockets.Where(socket => !socket.IsClosed).Select(socket => socket.Heard.Of(job)).ToList();
            var told = heard.Aggregate(due, (all, one) => all | one.News);
            var percent = heard.Select(one => one.Percent).DefaultIfEmpty().Max();
            yield return heard.Sum(one => BitOperations.PopCount((uint)(told & ~one.News)) + (one.Percent < percent ? 1L : 0));
        }
    }
}

/// <summary>What came to a crowd.</summary>
/// <param name="Closed">Of each socket that was closed, by whom and how.</param>
/// <param name="Jobs">Jobs that ended.</param>
/// <param name="Lost">Events that did not come to a living socket: steps, ends, cancellations, and how far a transfer had got at last.</param>
/// <param name="Doubled">Those that came more than once.</param>
/// <param name="Disordered">Progress that was less than the one before it, or came after the end.</param>
/// <param name="ProgressPerSecond">Progress that came, over all sockets.</param>
/// <param name="ShareOfQuickest">How much of the progress that the quickest socket got a socket got on average: one that lags gets the newest only.</param>
/// <param name="LateP50">Milliseconds from an event to its arrival, and so the others.</param>
/// <param name="OwnLag">Milliseconds that the clients' own threads kept work waiting at most.</param>
internal sealed record Arrivals(IReadOnlyList<string> Closed, int Jobs, long Lost, long Doubled, long Disordered, double ProgressPerSecond, double ShareOfQuickest, int LateP50, int LateP99, int Latest, int OwnLag)
{
    public bool IsWhole => Closed.Count + Lost + Doubled + Disordered == 0;
}

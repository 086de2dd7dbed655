using System.Diagnostics;
using System.Net.Sockets;
using Strangler.Benchmarks.Sockets;

namespace Strangler.Benchmarks.Soak;

/// <summary>Those who listen to the live channel: most all the time, a few who come and go. Who is sent away comes back.</summary>
internal sealed class Audience(Uri gateway, RestartingLegacy legacy, SoakLedger ledger) : IDisposable
{
    /// <summary>Those who come and go; fewer than legacy takes at once.</summary>
    private const int Guests = 4;

    private static readonly TimeSpan Stay = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Both channels have a heartbeat each 25 s.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    private readonly JobLedger _jobs = new();
    private readonly Lateness _lateness = new(TimeProvider.System);
    private LoadSocket?[] _seats = [];

    /// <summary>Opens them one after the other.</summary>
    public async Task TakeSeatsAsync(int count)
    {
        _seats = new LoadSocket?[count];
        for (var seat = 0; seat < count; seat++)
            _seats[seat] = await OpenAsync(seat);
    }

    public Task RunAsync(CancellationToken over) => Task.WhenAll([WatchAsync(over), .. Enumerable.Range(0, Guests).Select(guest => VisitAsync(guest, over))]);

    public void Dispose()
    {
        foreach (var socket in _seats)
            socket?.Dispose();
    }

    private static bool IsHub(int number) => number % 2 == 1;

    private async Task<LoadSocket> OpenAsync(int number)
    {
        var opening = LoadSocket.OpenAsync(gateway, isEngine: !IsHub(number), new HeardEvents(_jobs, _lateness), LoopbackAddress.OfSocket(number));
        var socket = await opening.WaitAsync(Patience, TimeProvider.System);
        _ = socket.ReadAsync();
        return socket;
    }

    private async Task WatchAsync(CancellationToken over)
    {
        using var timer = new PeriodicTimer(Look);
        while (await timer.NextAsync(over))
        {
            for (var seat = 0; seat < _seats.Length; seat++)
            {
                if (_seats[seat] is { } socket && (socket.IsClosed || Stopwatch.GetElapsedTime(socket.LastHeard) > Silence))
                {
                    Lost(socket);
                    socket.Dispose();
                    _seats[seat] = null;
                }

                _seats[seat] ??= await TryOpenAsync(seat);
            }
        }
    }

    private async Task VisitAsync(int guest, CancellationToken over)
    {
        await Ticks.WaitAsync(Stay * guest / Guests, over);
        while (!over.IsCancellationRequested)
        {
            using var socket = await TryOpenAsync(guest);
            await Ticks.WaitAsync(Stay, over);
            if (socket is { IsClosed: true } && !over.IsCancellationRequested)
                Lost(socket);
        }
    }

    private async Task<LoadSocket?> TryOpenAsync(int number)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            return await OpenAsync(number);
        }
        catch (InvalidOperationException ex) when (IsHub(number) && ex.Message.Contains("X-Served-By: legacy", StringComparison.Ordinal))
        {
            return null; // legacy has no hub
        }
        catch (Exception ex) when (ex is InvalidOperationException or SocketException or TimeoutException)
        {
            Lost($"not opened: {ex.Message}", mayBeLegacys: true, started);
            return null;
        }
    }

    private void Lost(LoadSocket socket) => Lost(socket.End ?? $"nothing came for {Silence.TotalSeconds} s", mayBeLegacys: !socket.IsModern, socket.Opened);

    /// <summary>A socket of legacy's ends with it, and none is opened while it is down.</summary>
    private void Lost(string end, bool mayBeLegacys, long since) =>
        ledger.Fault(mayBeLegacys && legacy.WasDownSince(since) ? Figure.ExcusedClosed : Figure.Closed, end);
}

using System.Net.Sockets;
using Strangler.Contract.Management;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Legacy;

/// <summary>
/// Whether legacy is there and answers. A connection alone tells nothing of a process that hangs, for which the system takes connections; so it is
/// asked what costs it nothing, changes nothing and is not counted by it (contract 3.6, 9.1), and only where nobody has lately had an answer of it
/// anyway. Any answer will do: one that has too much to do says so at once (429), and one that is slow with a single answer goes on giving others.
/// </summary>
internal sealed class LegacyPresence(CutoverState state, LegacyClient client, TimeProvider time)
{
    private static readonly TimeSpan ToConnect = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ToAnswer = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task<LegacyResponse>? _look;
    private LegacyResponse? _seen;
    private long _at;
    private long _heard;

    /// <summary>Legacy has answered somebody.</summary>
    public void Heard() => Volatile.Write(ref _heard, time.GetTimestamp());

    /// <summary>
    /// For those who look at the board: as it was when last seen, where it does not say at once. Asked at most every two seconds, by however many
    /// look.
    /// </summary>
    public async Task<LegacyResponse> LookAsync()
    {
        var look = Look();
        if (_seen is { } seen && seen.Address == AddressOf(state.Current))
            await Task.WhenAny(look, Task.Delay(ToConnect, time));
        return !look.IsCompleted && _seen is { } before ? before with { IsNeeded = state.Current.NeedsLegacy } : await look;
    }

    /// <summary>Whether it answers now, and so whether a route may be taken back to it: one that does not would do no better.</summary>
    public async Task<bool> AnswersAsync() => (await Look()).Answers;

    private Task<LegacyResponse> Look()
    {
        lock (_lock)
        {
            if (_look is null || (_look.IsCompleted && time.GetElapsedTime(_at) > Fresh))
                (_look, _at) = (SeeAsync(state.Current), time.GetTimestamp());
            return _look;
        }
    }

    private async Task<LegacyResponse> SeeAsync(CutoverSnapshot snapshot) =>
        _seen = new LegacyResponse(AddressOf(snapshot), snapshot.NeedsLegacy, snapshot.Legacy is { } address && await AnswersAsync(address));

    private async Task<bool> AnswersAsync(Uri address)
    {
        var asked = time.GetTimestamp();
        return await ConnectsAsync(address) && (HasHeard(asked, Fresh) || await client.AnswersAsync(ToAnswer, time) || HasHeard(asked, TimeSpan.Zero));
    }

    /// <summary>Whether it has answered somebody since, or so long before that.</summary>
    private bool HasHeard(long since, TimeSpan before) =>
        Volatile.Read(ref _heard) is not 0 and var heard && (heard >= since || time.GetElapsedTime(heard, since) < before);

    private async Task<bool> ConnectsAsync(Uri address)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(ToConnect, time);
        try
        {
            await socket.ConnectAsync(address.Host.Trim('[', ']'), address.Port, patience.Token);
            return true;
        }
        catch (Exception ex) when (ex is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private static string? AddressOf(CutoverSnapshot snapshot) => snapshot.Legacy?.GetLeftPart(UriPartial.Authority);
}

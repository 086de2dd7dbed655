using System.Net.Sockets;
using Strangler.Contract.Management;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Legacy;

/// <summary>Whether legacy is there, for those who look at the board: a connection on which nothing is said, so that legacy notices nothing.</summary>
internal sealed class LegacyPresence(CutoverState state, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task<LegacyResponse>? _look;
    private long _at;

    /// <summary>Asked at most every two seconds, by however many look.</summary>
    public Task<LegacyResponse> LookAsync()
    {
        lock (_lock)
        {
            if (_look is null || (_look.IsCompleted && time.GetElapsedTime(_at) > Fresh))
                (_look, _at) = (LookAsync(state.Current), time.GetTimestamp());
            return _look;
        }
    }

    private async Task<LegacyResponse> LookAsync(CutoverSnapshot snapshot)
    {
        var isNeeded = snapshot.NeedsLegacy;
        if (snapshot.Legacy is not { } address)
            return new LegacyResponse(null, isNeeded, Answers: false);

        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await socket.ConnectAsync(address.Host.Trim('[', ']'), address.Port, patience.Token);
            return new LegacyResponse(address.GetLeftPart(UriPartial.Authority), isNeeded, Answers: true);
        }
        catch (Exception ex) when (ex is SocketException or OperationCanceledException)
        {
            return new LegacyResponse(address.GetLeftPart(UriPartial.Authority), isNeeded, Answers: false);
        }
    }
}

using Strangler.Services.Realtime;

namespace Strangler.Gateway.Drain;

/// <summary>Whether the gateway is about to leave.</summary>
internal sealed class DrainState : IDrainSignal, IDisposable
{
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Whether it was asked to stop: it serves, and is not ready.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Whether another gateway serves, and what this one had begun has had its time.</summary>
    public bool HasWaited { get; private set; }

    /// <inheritdoc/>
    public CancellationToken Draining => _closing.Token;

    public void Begin() => HasBegun = true;

    /// <summary>It serves after all: the gateway that was to take its place has ended.</summary>
    public void Abandon() => HasBegun = false;

    /// <summary>What it had begun has had its time.</summary>
    public void Waited() => HasWaited = true;

    /// <summary>From now on nothing new is taken, and what would stay open by itself ends.</summary>
    public void Close() => _closing.Cancel();

    public void Dispose() => _closing.Dispose();
}

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>Whether legacy tells the gateway what it tells every page: a while after that is needed, and not while the connection is broken.</summary>
internal sealed class LegacyHearing
{
    private volatile LegacyEvents? _events;

    public bool IsOn => _events is { IsIn: true };

    public void Begin(LegacyEvents events) => _events = events;

    public void End() => _events = null;
}

namespace Strangler.Gateway.Handover;

/// <summary>
/// Whether another gateway is in charge: the one before this one until this one serves, or the one after it. Both see the same configuration change; the plans, the watch and
/// the audit are of the one that is in charge alone.
/// </summary>
internal sealed class Standby
{
    private volatile bool _isTrue = HandoverOffer.Given is not null;

    public bool IsTrue => _isTrue;

    /// <summary>The other serves.</summary>
    public void Begin() => _isTrue = true;

    /// <summary>This one does.</summary>
    public void End() => _isTrue = false;
}

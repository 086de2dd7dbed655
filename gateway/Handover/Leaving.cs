namespace Strangler.Gateway.Handover;

/// <summary>
/// Whether another gateway serves already and this one only ends what it has begun: the plans, the watch and the audit are the other's from then on, since both see the same
/// configuration change.
/// </summary>
internal sealed class Leaving
{
    private volatile bool _isTrue;

    public bool IsTrue => _isTrue;

    public void Begin() => _isTrue = true;
}

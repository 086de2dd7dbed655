namespace Strangler.Gateway.Cutover;

/// <summary>Holds the snapshot in force. Reading is a pointer; a cutover or rollback swaps it.</summary>
internal sealed class CutoverState
{
    private volatile CutoverSnapshot _current = CutoverSnapshot.Empty;

    public CutoverSnapshot Current
    {
        get => _current;
        set => _current = value;
    }
}

namespace Strangler.Gateway.Cutover;

/// <summary>Holds the snapshot in force. Reading is a pointer; a cutover or rollback swaps it.</summary>
internal sealed class CutoverState
{
    private volatile CutoverSnapshot _current = CutoverSnapshot.Empty;

    /// <summary>Raised when another snapshot has taken the place of one, by whoever put it there, who has the <see cref="CutoverTurn"/>.</summary>
    public event Action<CutoverSnapshot, CutoverSnapshot>? Swapped;

    public CutoverSnapshot Current
    {
        get => _current;
        set
        {
            var before = _current;
            _current = value;
            Swapped?.Invoke(before, value);
        }
    }
}

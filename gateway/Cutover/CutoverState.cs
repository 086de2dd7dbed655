namespace Strangler.Gateway.Cutover;

/// <summary>Holds the snapshot in force. Reading is a pointer; a cutover or rollback swaps it.</summary>
internal sealed class CutoverState
{
    private volatile CutoverSnapshot _current = CutoverSnapshot.Empty;

    /// <summary>
    /// Raised when another snapshot is in force, before that is audited and in the moment of the change: nobody who hears of it may wait.
    /// </summary>
    public event Action<CutoverMove>? Moved;

    public CutoverSnapshot Current => _current;

    /// <summary>In force with the return; to be called in the <see cref="CutoverTurn.Moment"/>.</summary>
    /// <param name="after">What is in force from now on.</param>
    /// <param name="who">Who brings that about, as in the audit.</param>
    public void Swap(CutoverSnapshot after, string who)
    {
        var move = new CutoverMove(_current, after, who);
        _current = after;
        Moved?.Invoke(move);
    }
}

/// <summary>One snapshot took the place of another.</summary>
/// <param name="Before">The one that was in force.</param>
/// <param name="After">The one that is.</param>
/// <param name="Who">Who brought that about, as in the audit.</param>
internal sealed record CutoverMove(CutoverSnapshot Before, CutoverSnapshot After, string Who);

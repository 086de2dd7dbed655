namespace Strangler.Gateway.Configuration;

/// <summary>
/// One attempt of the gateway's to replace a file that a person edits. Whoever waits for it may give it up, and then it is never carried out: up to the moment in
/// which it is handed to the file system. From then on nobody can tell: a share that hangs may carry it out when it comes back.
/// </summary>
/// <param name="before">What it replaces, or what that ought to be.</param>
/// <param name="after">What it writes.</param>
internal sealed class OwnWrite(byte[] before, byte[] after)
{
    private const int Wanted = 0, GivenUp = 1, HandedOver = 2, Failed = 3;

    private int _state = Wanted;

    /// <summary>What is put back where it comes late.</summary>
    public byte[] Before => before;

    /// <summary>Whether a text is what it writes.</summary>
    public bool Wrote(byte[] text) => after.AsSpan().SequenceEqual(text);

    /// <summary>Carries it out, unless it was given up.</summary>
    /// <exception cref="IOException">It was; or it cannot be done.</exception>
    public void HandOver(Action replace)
    {
        if (Interlocked.CompareExchange(ref _state, HandedOver, Wanted) != Wanted)
            throw new IOException("it took too long and was given up");

        try
        {
            replace();
        }
        catch
        {
            Volatile.Write(ref _state, Failed);
            throw;
        }
    }

    /// <summary>Whoever waited does not want it any more.</summary>
    /// <returns>False where it may come all the same.</returns>
    public bool GiveUp() => Interlocked.CompareExchange(ref _state, GivenUp, Wanted) != HandedOver;
}

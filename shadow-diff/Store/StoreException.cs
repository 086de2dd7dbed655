namespace Strangler.ShadowDiff.Store;

/// <summary>The database cannot be used. The message names the file, what is wrong with it and what to do.</summary>
public sealed class StoreException : Exception
{
    public StoreException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

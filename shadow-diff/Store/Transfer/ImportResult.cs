namespace Strangler.ShadowDiff.Store.Transfer;

/// <summary>What an import has added.</summary>
internal sealed record ImportResult(long Lines, long Divergences, long Examples);

/// <summary>Why it has added nothing.</summary>
internal sealed record ImportError(string Error);

/// <summary>An import cannot be taken in; nothing of it was.</summary>
internal sealed class ImportRefusedException(int status, string message) : Exception(message)
{
    /// <summary>HTTP's word for it.</summary>
    public int Status { get; } = status;
}

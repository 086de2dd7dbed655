namespace Strangler.Services.Backups.Receipts;

/// <summary>The final result for an expected file: there is exactly one, and none before the end (Q24).</summary>
/// <param name="Reason">A sentence for users, without paths; null when verified.</param>
internal sealed record ReceiptOutcome(ReceiptState State, string? Reason)
{
    public static readonly ReceiptOutcome Verified = new(ReceiptState.Verified, null);

    public static ReceiptOutcome Failed(string reason) => new(ReceiptState.Failed, reason);

    public static ReceiptOutcome GivenUp(string reason) => new(ReceiptState.GivenUp, reason);
}

/// <summary>How waiting for a file ended.</summary>
internal enum ReceiptState
{
    /// <summary>The file has arrived, complete and unchanged.</summary>
    Verified,

    /// <summary>The file arrived and is not what was sent, or it has disappeared again.</summary>
    Failed,

    /// <summary>Unknown: the file did not come in time, or is no longer looked for. The backup itself may be good.</summary>
    GivenUp,
}

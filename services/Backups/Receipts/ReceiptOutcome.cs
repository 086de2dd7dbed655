namespace Strangler.Services.Backups.Receipts;

/// <summary>The one and only word about an expected file; what happens before the end is none (Q24).</summary>
/// <param name="Reason">A sentence for users, without paths; null when verified.</param>
internal sealed record ReceiptOutcome(ReceiptState State, string? Reason)
{
    public static readonly ReceiptOutcome Verified = new(ReceiptState.Verified, null);

    public static ReceiptOutcome Failed(string reason) => new(ReceiptState.Failed, reason);

    public static ReceiptOutcome GivenUp(string reason) => new(ReceiptState.GivenUp, reason);
}

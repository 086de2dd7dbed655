namespace Strangler.Services.Backups.Receipts;

/// <summary>What follows from one look at an expected file: its end, its hash, or another look after a while.</summary>
internal readonly record struct NextStep(TimeSpan LookAgainAfter, bool IsReadyToHash = false, ReceiptOutcome? Outcome = null);

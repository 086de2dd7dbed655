namespace Strangler.Services.Backups.Receipts;

/// <summary>How waiting for a file ended.</summary>
internal enum ReceiptState
{
    /// <summary>The file is there, whole.</summary>
    Verified,

    /// <summary>The file is there and is not what was sent, or was there.</summary>
    Failed,

    /// <summary>Nobody knows: the file did not come in time, or nobody looks for it any more. The backup itself may be good.</summary>
    GivenUp,
}

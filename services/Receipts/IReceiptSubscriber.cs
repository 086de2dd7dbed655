namespace Strangler.Services.Receipts;

/// <summary>Hears of each received file once it is verified or found wrong (Q2). Whoever speaks to the clients registers one.</summary>
public interface IReceiptSubscriber
{
    /// <summary>Must not block: it is called by the monitor.</summary>
    void OnReceipt(ReceiptNotice notice);
}

using Microsoft.Extensions.Logging;

namespace Strangler.Services.Receipts;

/// <summary>Hands each notice to all subscribers; one that fails harms neither the others nor the monitor.</summary>
internal sealed partial class ReceiptNotices(IEnumerable<IReceiptSubscriber> subscribers, ILogger<ReceiptNotices> logger)
{
    private readonly IReceiptSubscriber[] _subscribers = [.. subscribers];

    public void Publish(ReceiptNotice notice)
    {
        foreach (var subscriber in _subscribers)
        {
            try
            {
                subscriber.OnReceipt(notice);
            }
            catch (Exception error)
            {
                LogSubscriberFailed(error);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A notice of a received file was lost on one subscriber.")]
    private partial void LogSubscriberFailed(Exception error);
}

using Strangler.Services.Backups.Notices;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Backups.Receipts;

/// <summary>
/// Tells every connected page of a received file once it is verified or found wrong (Q2). The GUI reads <c>event_type</c>,
/// <c>data.filename</c> and <c>data.verified</c> (contract 9.5, 10). It holds no paths.
/// </summary>
internal sealed class ReceiptNotices(INoticeSink sink, TimeProvider time)
{
    public void Publish(ExpectedFile file, ReceiptOutcome outcome)
    {
        var data = new OrderedDictionary<string, PythonValue>
        {
            ["filename"] = new PythonText(file.OriginalName),
            ["size"] = PythonInt.Of(file.Size),
            ["verified"] = PythonBool.Of(outcome.State == ReceiptState.Verified),
            ["job_id"] = new PythonText(file.JobId),
            ["stored_name"] = new PythonText(file.StoredName),
        };
        if (outcome.Reason is { } reason)
            data["reason"] = new PythonText(reason);
        sink.Publish(new Notice("file_receipt", PythonJsonWriter.Unsorted(new PythonDict(new OrderedDictionary<string, PythonValue>
        {
            ["event_type"] = new PythonText("file_received"),
            ["data"] = new PythonDict(data),
            ["timestamp"] = new PythonFloat(time.UnixSeconds()),
        }))));
    }
}

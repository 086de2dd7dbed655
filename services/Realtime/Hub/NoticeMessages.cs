using System.Text;
using Strangler.Services.Backups.Notices;
using Strangler.Services.Flask.Python;
using Strangler.Services.Realtime.Hub.Messages;

namespace Strangler.Services.Realtime.Hub;

/// <summary>Turns the notices of contract 9.5 into the hub's messages.</summary>
internal static class NoticeMessages
{
    private static readonly PythonDict Nothing = new(new Dictionary<string, PythonValue>());

    /// <summary>Null for a notice that the hub does not know or cannot read.</summary>
    /// <param name="now">Milliseconds since 1970, for a notice without a time.</param>
    public static HubMessage? Of(Notice notice, long now)
    {
        if (!PythonJsonReader.TryRead(Encoding.UTF8.GetString(notice.Payload.Span), out var value) || value is not PythonDict payload)
            return null;
        var timestamp = payload.Get("timestamp") is PythonFloat { Value: var seconds } ? (long)(seconds * 1000) : now;
        var data = payload.Get("data") as PythonDict ?? Nothing;
        return notice.Event switch
        {
            "progress_update" => Progress(new("progress", timestamp), payload, data),
            "file_receipt" => Receipt(new("fileReceipt", timestamp), payload, data),
            "job_cancelled" => Cancelled(new("jobCancelled", timestamp), payload),
            "jobs_cancelled" => new("jobsCancelled", timestamp) { Jobs = CancelledJobs(payload) },
            _ => null,
        };
    }

    private static HubMessage Progress(HubMessage message, PythonDict payload, PythonDict data) => message with
    {
        JobId = payload.Text("job_id"),
        Phase = payload.Text("phase"),
        Message = data.Text("message"),
        Percent = data.Percent("progress"),
        BytesTransferred = data.Integer("bytes_transferred"),
        TotalBytes = data.Integer("total_bytes"),
        Success = data.Flag("success"),
    };

    private static HubMessage Receipt(HubMessage message, PythonDict payload, PythonDict data) => message with
    {
        JobId = data.Text("job_id"),
        Phase = payload.Text("event_type"),
        TotalBytes = data.Integer("size"),
        File = data.Text("filename"),
        StoredName = data.Text("stored_name"),
        Verified = data.Flag("verified"),
        Reason = data.Text("reason"),
    };

    private static HubMessage Cancelled(HubMessage message, PythonDict payload) => message with
    {
        JobId = payload.Text("job_id"),
        Phase = payload.Text("phase"),
        Success = payload.Flag("success"),
        Reason = payload.Get("reason") switch
        {
            null or PythonNull => null,
            PythonText { Value: var text } => text,
            var other => Encoding.UTF8.GetString(PythonJsonWriter.Unsorted(other)),
        },
    };

    private static List<CancelledJob> CancelledJobs(PythonDict payload)
    {
        var records = payload.Get("jobs") as PythonDict ?? Nothing;
        return
        [
            .. from result in (payload.Get("results") as PythonDict ?? Nothing).Entries
               let record = records.Get(result.Key) as PythonDict ?? Nothing
               select new CancelledJob(
                   result.Key, result.Value.IsTruthy, record.Text("phase"), record.Text("message"),
                   (record.Get("progress") as PythonDict ?? Nothing).Percent("percentage")),
        ];
    }
}

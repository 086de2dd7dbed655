using System.Globalization;
using System.Text.Json;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.BackupServer;
using Strangler.Services.Flask.Python;
using Strangler.Services.Realtime.Hub.Messages;

namespace Strangler.Services.Realtime.Hub;

/// <summary>Tells of the server, or of a job (contract 4). Unlike <c>GET /api/status</c> it changes nothing.</summary>
internal sealed class StatusMessages(BackupServerState server, TransferSpeeds speeds, TimeProvider time)
{
    /// <summary>The general status.</summary>
    public async Task<HubMessage> GeneralAsync(JsonElement? requestId = null)
    {
        var connected = await IsConnectedAsync();
        var status = server.Current.Status;
        return New(connected) with
        {
            Phase = status.Phase,
            Message = status.Message,
            BackingUp = false,
            UpdatedAt = Moment(status.LastUpdated),
            RequestId = requestId,
        };
    }

    /// <summary>The status of a job of this process.</summary>
    public async Task<HubMessage> OfAsync(Job job, JsonElement? requestId = null)
    {
        var connected = await IsConnectedAsync();
        var record = job.Record;
        return New(connected) with
        {
            JobId = job.Id,
            Phase = record.Phase,
            Message = record.Message,
            Percent = record.Percentage,
            BytesTransferred = record.Sent,
            TotalBytes = record.Total,
            EtaMs = record.BackingUp ? speeds.EtaMs(job.Id, record.Sent, record.Total) : null,
            BackingUp = record.BackingUp,
            Success = record.BackingUp ? null : record.Phase is JobPhase.Completed or JobPhase.Verified,
            File = record.File,
            UpdatedAt = Moment(record.LastUpdated),
            RequestId = requestId,
        };
    }

    /// <summary>The status of another place's job as that place tells it (contract 9.4).</summary>
    public HubMessage Of(string jobId, PythonDict status, JsonElement? requestId)
    {
        var progress = status.Get("progress") as PythonDict;
        return New(status.Flag("connected") ?? false) with
        {
            JobId = jobId,
            Phase = status.Text("phase"),
            Message = status.Text("message"),
            Percent = progress?.Percent("percentage"),
            BytesTransferred = progress?.Integer("bytes_transferred"),
            TotalBytes = progress?.Integer("total_bytes"),
            BackingUp = status.Flag("backing_up") ?? false,
            File = progress?.Text("current_file"),
            UpdatedAt = status.Text("last_updated") is { } updated ? Moment(updated) : null,
            RequestId = requestId,
        };
    }

    private HubMessage New(bool connected) => new("status", time.GetUtcNow().ToUnixTimeMilliseconds()) { Connected = connected };

    private async ValueTask<bool> IsConnectedAsync()
    {
        var reachability = server.Current.Reachability;
        return reachability.TryGetFresh(out var reachable) ? reachable : await reachability.GetAsync();
    }

    /// <summary>A local time without an offset (Q32) as milliseconds since 1970.</summary>
    private long? Moment(string localTime) =>
        DateTime.TryParse(localTime, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? new DateTimeOffset(local, time.LocalTimeZone.GetUtcOffset(local)).ToUnixTimeMilliseconds()
            : null;
}

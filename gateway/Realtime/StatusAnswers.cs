using System.Globalization;
using System.Text;
using System.Text.Json;
using Strangler.Services.Backups.Jobs;

namespace Strangler.Gateway.Realtime;

/// <summary>Answers pages that ask over their socket for a job of modern's: legacy does not know it, and would make the page show "idle".</summary>
internal sealed class StatusAnswers(IJobDirectory jobs, TimeProvider time)
{
    /// <summary>The frames that answer a packet; null for a packet that is legacy's.</summary>
    public IReadOnlyList<byte[]>? To(ReadOnlyMemory<byte> packet)
    {
        if (StatusRequest.Read(packet) is not { } request || jobs.StatusOf(request.JobId) is not { } record)
            return null;

        var answer = FrameHeader.Text(Response(request.JobId, record.Span));
        return request.Acknowledge.Length == 0
            ? [answer]
            : [answer, FrameHeader.Text(Encoding.ASCII.GetBytes($"43{request.Acknowledge}[]"))];
    }

    // Key order of contract 9.4.
    private byte[] Response(string jobId, ReadOnlySpan<byte> record) =>
    [
        .. "42[\"status_response\",{\"status\":"u8,
        .. record.TrimEnd((byte)'\n'),
        .. Encoding.UTF8.GetBytes($",\"job_id\":\"{JsonEncodedText.Encode(jobId)}\",\"timestamp\":{Timestamp()}}}]"),
    ];

    // Unix seconds, recognisable as a float (contract 3.2).
    private string Timestamp()
    {
        var seconds = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds.ToString("R", CultureInfo.InvariantCulture);
        return seconds.Contains('.') ? seconds : seconds + ".0";
    }
}

using System.Text;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Realtime.Pages;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Realtime;

/// <summary>Answers pages that ask over their socket for a job of modern's: legacy does not know it, and would make the page show "idle".</summary>
internal sealed class StatusAnswers(IJobDirectory jobs, NoticeShadow notices, TimeProvider time)
{
    /// <summary>The frames that answer a packet; null for a packet that is legacy's.</summary>
    public IReadOnlyList<byte[]>? To(ReadOnlyMemory<byte> packet) => PacketsTo(packet)?.Select(static answer => FrameHeader.Text(answer)).ToList();

    /// <summary>The same as packets.</summary>
    public IReadOnlyList<byte[]>? PacketsTo(ReadOnlyMemory<byte> packet)
    {
        if (StatusRequest.Read(packet) is not { } request || jobs.StatusOf(request.JobId) is not { } status)
            return null;

        notices.Answered(Side.Modern, request.JobId, status);
        var response = StatusResponse.Of(status.Span.TrimEnd((byte)'\n'), request.JobId, time);
        byte[] answer = [.. "42[\"status_response\","u8, .. response, (byte)']'];
        return request.Acknowledge.Length == 0 ? [answer] : [answer, Encoding.ASCII.GetBytes($"43{request.Acknowledge}[]")];
    }
}

using System.Text;
using Strangler.Gateway.Realtime.Relay;

namespace Strangler.Gateway.Realtime;

/// <summary>A client's <c>42["request_status",{"job_id":"…"}]</c> (contract 9.4).</summary>
/// <param name="JobId">The job that it asks for.</param>
/// <param name="Acknowledge">Digits of the acknowledgement it wants; empty for none.</param>
internal sealed record StatusRequest(string JobId, string Acknowledge)
{
    private static ReadOnlySpan<byte> Event => "42"u8;

    /// <summary>Null for every other packet.</summary>
    public static StatusRequest? Read(ReadOnlyMemory<byte> packet)
    {
        var text = packet.Span;
        if (!text.StartsWith(Event) || text.IndexOf((byte)'[') is not (>= 2 and var array) || text[2..array].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return null;

        var json = packet[array..];
        return SocketEvent.NameOf(json) == "request_status" && SocketEvent.JobOf(json) is { } job ? new StatusRequest(job, Encoding.ASCII.GetString(text[2..array])) : null;
    }
}

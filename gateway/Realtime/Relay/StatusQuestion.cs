using System.Text;
using System.Text.Json;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>The event with which a page asks for the status of a job (contract 9.4).</summary>
internal static class StatusQuestion
{
    public static byte[] Of(string job) => Encoding.UTF8.GetBytes($"[\"request_status\",{{\"job_id\":\"{JsonEncodedText.Encode(job)}\"}}]");
}

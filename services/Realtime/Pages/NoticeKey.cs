using System.Text.Json;
using Strangler.Services.Backups.Notices;

namespace Strangler.Services.Realtime.Pages;

/// <summary>Which notices may take the place of earlier ones for a page that lags: how far a job's transfer has got. All others tell something new.</summary>
internal static class NoticeKey
{
    /// <summary>The same for two notices of which only the newer matters; null for one that every page must get.</summary>
    public static string? Of(Notice notice)
    {
        if (notice.Event != "progress_update")
            return null;
        try
        {
            using var json = JsonDocument.Parse(notice.Payload);
            return json.RootElement is { ValueKind: JsonValueKind.Object } update
                && update.TryGetProperty("phase", out var phase) && phase.ValueKind == JsonValueKind.String && phase.ValueEquals("EXECUTION"u8)
                && update.TryGetProperty("job_id", out var job) && job.ValueKind == JsonValueKind.String
                    ? job.GetString()
                    : null;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException) // no JSON, or half of a surrogate pair in a text
        {
            return null;
        }
    }
}

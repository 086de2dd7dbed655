using System.Net;
using System.Text.Json;
using Yarp.ReverseProxy.Transforms;

namespace Strangler.Gateway.Jobs;

/// <summary>
/// Learns a job's id from legacy's answer to its start, before the client has it: the client's next question must find the owner. The
/// answer goes on as it came.
/// </summary>
internal sealed class LegacyStartTransform(LegacyJobs jobs) : ResponseTransform
{
    // Five short fields, one of them the name of the file.
    private const int LongestAnswer = 16 * 1024;

    public override async ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is not { StatusCode: HttpStatusCode.OK, Content: { } content }
            || content.Headers.ContentLength is not (> 0 and <= LongestAnswer)
            || !HttpMethods.IsPost(context.HttpContext.Request.Method))
        {
            return;
        }

        await content.LoadIntoBufferAsync(LongestAnswer, context.CancellationToken);
        if (JobIdOf(await content.ReadAsByteArrayAsync(context.CancellationToken)) is { Length: > 0 } id)
            jobs.Learn(id);
    }

    private static string? JobIdOf(byte[] answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("job_id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException) // no JSON, or half of a surrogate pair in the id
        {
            return null;
        }
    }
}

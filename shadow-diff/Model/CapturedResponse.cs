using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Strangler.ShadowDiff.Model;

/// <summary>One side's answer, as its client receives or would receive it.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Reason">The reason phrase.</param>
/// <param name="Headers">Names without regard to case.</param>
/// <param name="Body">The body after transfer decoding; empty for HEAD.</param>
/// <param name="Exception">The type of the exception that ended the side's work, if one did.</param>
public sealed record CapturedResponse(
    int Status,
    string Reason,
    IReadOnlyDictionary<string, StringValues> Headers,
    byte[] Body,
    string? Exception = null)
{
    /// <summary>When the answer was complete; null where nobody knows. A time in it is judged by this moment.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Reads the answer off a context whose work is done and whose response has not been recycled yet.</summary>
    internal static CapturedResponse Take(HttpContext context, BoundedCopy body)
    {
        var headers = new Dictionary<string, StringValues>(context.Response.Headers, StringComparer.OrdinalIgnoreCase);
        Framing.AddImpliedLength(context.Request.Method, context.Response.StatusCode, headers, body.Length);
        var reason = context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase
            ?? ReasonPhrases.GetReasonPhrase(context.Response.StatusCode);
        return new(context.Response.StatusCode, reason, headers, Framing.IsHead(context.Request.Method) ? [] : body.ToArray());
    }

    /// <summary>What the client gets when the side's code throws before it has answered.</summary>
    internal static CapturedResponse Thrown(Exception exception) => new(
        StatusCodes.Status500InternalServerError,
        ReasonPhrases.GetReasonPhrase(StatusCodes.Status500InternalServerError),
        new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { ["Content-Length"] = "0" },
        [],
        exception.GetType().Name);
}

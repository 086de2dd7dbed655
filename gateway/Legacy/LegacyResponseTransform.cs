using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Transforms;

namespace Strangler.Gateway.Legacy;

/// <summary>
/// The answer as the client gets it: every header of legacy with its duplicates, without what belongs to legacy's connection. An answer
/// that HTTP does not allow is refused by an exception: the forwarder turns that into a clean 502.
/// </summary>
internal sealed class LegacyResponseTransform : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is not { } legacy)
            return default;

        LegacyAnswerRules.Check((int)legacy.StatusCode, legacy.ReasonPhrase, context.HttpContext);
        var response = context.HttpContext.Response;
        var nominated = Nominated(legacy);
        Copy(legacy.Headers, response.Headers, nominated);
        Copy(legacy.Content.Headers, response.Headers, nominated);
        if (legacy.StatusCode == HttpStatusCode.SwitchingProtocols)
            return default;

        if (LegacyAnswerRules.HasNoBody((int)legacy.StatusCode))
        {
            context.SuppressResponseBody = true; // a length or a body here is legacy's mistake; neither may go on
            return default;
        }

        response.ContentLength = LengthOf(legacy);
        // Without a length the answer is chunked: begin it now, as legacy did, even when its first byte takes long or never comes.
        return response.ContentLength is null && HasBody(legacy, context.HttpContext)
            ? new ValueTask(response.Body.FlushAsync(context.CancellationToken))
            : default;
    }

    private static bool HasBody(HttpResponseMessage legacy, HttpContext context) =>
        legacy.StatusCode != HttpStatusCode.NotModified && !HttpMethods.IsHead(context.Request.Method);

    private static List<string>? Nominated(HttpResponseMessage legacy) =>
        legacy.Headers.NonValidated.TryGetValues("Connection", out var connection) ? HopByHop.Nominated(ToStringValues(connection)) : null;

    private static void Copy(HttpHeaders from, IHeaderDictionary to, List<string>? nominated)
    {
        foreach (var (name, values) in from.NonValidated)
        {
            if (!LegacyAnswerRules.IsDropped(name) && !HopByHop.Contains(nominated, name))
                to[name] = ToStringValues(values);
        }
    }

    private static StringValues ToStringValues(HeaderStringValues values) => values.Count == 1 ? values.ToString() : values.ToArray();

    /// <summary>The length that legacy declared; null when the answer is chunked or ends with the connection.</summary>
    private static long? LengthOf(HttpResponseMessage legacy)
    {
        var isChunked = legacy.Headers.NonValidated.Contains("Transfer-Encoding");
        if (isChunked || !legacy.Content.Headers.NonValidated.TryGetValues("Content-Length", out var values))
            return null;
        return values.Count == 1 && long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : throw LegacyAnswerRules.NoLength();
    }
}

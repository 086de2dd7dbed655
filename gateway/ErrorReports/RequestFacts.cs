using System.Diagnostics;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Logs;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.ErrorReports;

/// <summary>What a report says of the request in which something failed.</summary>
/// <param name="Answer">Its route, who answered it, at which stage and why; null where no route took it.</param>
/// <param name="TraceId">Its trace; null for none.</param>
/// <param name="SpanId">The span of the gateway's; null for none.</param>
internal sealed record RequestFacts(AnswerFacts? Answer, string? TraceId, string? SpanId)
{
    /// <summary>Why a module was asked that answered no client.</summary>
    private const string Shadow = "shadow";

    /// <param name="context">The request at hand, which may be the shadow's copy of one; null for none.</param>
    /// <param name="now">The stages in force.</param>
    public static RequestFacts Of(HttpContext? context, CutoverSnapshot now)
    {
        var span = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity : null;
        if (context?.Features.Get<ShadowedRequest>() is { } copy)
            return new(new(copy.Route, "modern", $"{now.RouteStageOf(copy.Route)}", Shadow), copy.TraceId, null);

        var facts = context is null ? null : AnswerFacts.Of(context, context.Features.Get<CutoverSnapshot>() ?? now);
        return new(facts, context is null ? span?.TraceId.ToHexString() : AccessLog.TraceOf(context.Request), span?.SpanId.ToHexString());
    }
}

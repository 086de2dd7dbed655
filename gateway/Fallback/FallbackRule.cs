using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Strangler.Gateway.Cutover;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Flask;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Fallback;

/// <summary>
/// Which requests legacy may answer in modern's place: those that change nothing and have no body, on routes that are compared, where nobody
/// but the flag has decided for modern. A job's owner and a tester's choice have no other side; at complete legacy may be gone.
/// </summary>
internal sealed class FallbackRule(IOptions<FallbackOptions> options, IJobDirectory modernJobs) : IFailedViews
{
    private readonly FallbackOptions _options = options.Value;

    /// <summary>The decision of a request that may fall back; null for any other. It does not change while the request lasts.</summary>
    public ICutoverFeature? Of(HttpContext context) =>
        _options.Enabled
        && context.Features.Get<ICutoverFeature>() is { ServedBy: Side.Modern, Why: CutoverReason.Flag, Plan: { Effect: SideEffect.Safe, LegacyAddress: not null } } decision
        && context.Request.Method is "GET" or "HEAD" or "OPTIONS"
        && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true }
            ? decision
            : null;

    /// <summary>Whether legacy's answer would be right just now: while modern runs a backup, legacy would say that none is under way.</summary>
    public bool IsRight(ICutoverFeature decision) => !(decision.Plan!.DependsOnState && modernJobs.HasLive);

    /// <inheritdoc/>
    public bool Takes(HttpContext context, Exception error, bool hasAnswer)
    {
        if ((hasAnswer && !_options.ServerErrors) || Of(context) is not { } decision || !IsRight(decision))
            return false;

        context.Features.Set(new FallbackFeature(hasAnswer ? FallbackCause.ServerError : FallbackCause.Exception, error));
        return true;
    }
}

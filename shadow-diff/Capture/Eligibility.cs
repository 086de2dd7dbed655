using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Capture;

/// <summary>Which exchanges the shadow may look at. All others are in no count.</summary>
internal static class Eligibility
{
    public static bool IsEligible(HttpContext context, ShadowPlan plan) =>
        (plan.IsPinned || (HasOtherSide(plan) && MayBeMirrored(plan))) && !IsUpgrade(context);

    private static bool HasOtherSide(ShadowPlan plan) =>
        plan.ServedBy == Side.Legacy ? plan.Modern is not null : plan.LegacyAddress is not null;

    private static bool MayBeMirrored(ShadowPlan plan) => plan.Effect switch
    {
        SideEffect.Safe => plan.Compare,
        SideEffect.Follow => true,
        SideEffect.Validate => plan.Compare && plan.ServedBy == Side.Legacy,
        _ => false,
    };

    /// <summary>A socket has no response body to compare (RFC 6455, RFC 8441).</summary>
    private static bool IsUpgrade(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
}

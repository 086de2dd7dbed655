using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;

namespace Strangler.ShadowDiff.Rerun;

/// <summary>A stored request made ready to be sent again, or the reason why it must not be.</summary>
/// <param name="Refusal">Null when it may be sent.</param>
/// <param name="Plan">How both sides are asked; null with a refusal.</param>
/// <param name="Request">What they are asked; null with a refusal.</param>
/// <param name="LeftOut">Headers that were not stored, so that the request goes without them.</param>
internal sealed record RerunRequest(string? Refusal, ShadowPlan? Plan, CapturedRequest? Request, IReadOnlyList<string> LeftOut)
{
    public static RerunRequest From(StoredRequest stored, string route, IShadowedRoutes routes)
    {
        if (!stored.Target.StartsWith('/'))
            return Refused("Its target is no path.");

        var (path, query) = stored.Target.Split('?', 2) is [var before, var after] ? (before, "?" + after) : (stored.Target, "");
        var values = new RouteValueDictionary();
        var decoded = PathString.FromUriComponent(path);
        if (routes.PlanFor(route, decoded, values) is not { Modern: not null } plan)
            return Refused("No module of this route takes it any more.");

        return (WhyNot(plan) ?? WhyNot(stored)) is { } refusal ? Refused(refusal) : new(null, plan, Captured(stored, decoded, query, values), LeftOutOf(stored));
    }

    private static string? WhyNot(ShadowPlan plan) => plan switch
    {
        { Effect: SideEffect.Follow } => "It changes which backup server a side is connected to: sent again, it would do so again.",
        { Effect: SideEffect.Channel } => "It was asked over a connection that is gone.",
        { Effect: not SideEffect.Safe } => "It does work that would be done twice.",
        { LegacyAddress: null } => "No address of legacy is configured.",
        _ => null,
    };

    private static string? WhyNot(StoredRequest stored) => stored.WhyIncomplete() is { } why ? $"{char.ToUpperInvariant(why[0])}{why[1..]}." : null;

    private static CapturedRequest Captured(StoredRequest stored, PathString path, string query, RouteValueDictionary values) => new()
    {
        Method = stored.Method,
        Scheme = "http",
        PathBase = PathString.Empty,
        Path = path,
        Query = new QueryString(query),
        RawTarget = stored.Target,
        Protocol = "HTTP/1.1",
        Headers = stored.KnownHeaders().GroupBy(header => header[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => new StringValues([.. group.Select(header => header[1])]), StringComparer.OrdinalIgnoreCase),
        RouteValues = values,
        Remote = (IPAddress.Loopback, 0),
        Local = (IPAddress.Loopback, 0),
        HasBody = stored.Body.Kind != "empty",
        Body = Encoding.UTF8.GetBytes(stored.Body.Text ?? ""),
    };

    private static string[] LeftOutOf(StoredRequest stored) =>
        [.. stored.Headers.Except(stored.KnownHeaders()).Select(header => header[0]).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static RerunRequest Refused(string why) => new(why, null, null, []);
}

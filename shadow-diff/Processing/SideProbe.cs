using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Processing;

/// <summary>Asks both sides for an address of the gateway's own accord, as the shadow asks them: in no count, and no example is kept of it.</summary>
public sealed class SideProbe
{
    private readonly BothSides _sides;
    private readonly TimeProvider _time;

    internal SideProbe(BothSides sides, TimeProvider time) => (_sides, _time) = (sides, time);

    /// <summary>A GET without a body.</summary>
    /// <param name="plan">Its route, modern's endpoint and legacy's address. Its effect is safe.</param>
    /// <param name="path">What is asked for.</param>
    /// <param name="cancellationToken">The program stops.</param>
    /// <returns>Null when a side gave no answer.</returns>
    public async Task<PairedExchange?> AskAsync(ShadowPlan plan, PathString path, CancellationToken cancellationToken)
    {
        if (plan is not { Effect: SideEffect.Safe, Modern: not null, LegacyAddress: { } legacy })
            return null;

        var started = _time.GetUtcNow();
        var request = new CapturedRequest
        {
            Method = HttpMethods.Get,
            Scheme = "http",
            PathBase = PathString.Empty,
            Path = path,
            Query = QueryString.Empty,
            RawTarget = path.ToUriComponent(),
            Protocol = "HTTP/1.1",
            Headers = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { ["Host"] = legacy.Authority, ["Accept"] = "*/*" },
            RouteValues = [],
            Remote = (IPAddress.Loopback, 0),
            Local = (IPAddress.Loopback, 0),
            HasBody = false,
        };
        var nothing = new CapturedResponse(StatusCodes.Status204NoContent, "", new Dictionary<string, StringValues>(), []);
        var (fromLegacy, fromModern) = await _sides.AskEachAsync(new CapturedExchange(plan, request, nothing, TimeSpan.Zero, started), cancellationToken);
        return (fromLegacy.Response, fromModern.Response) is ({ } one, { } other)
            ? new(plan.Route, Side.Legacy, started, one.Status, other.Status, fromLegacy.Duration, fromModern.Duration, one.Body.Length + other.Body.Length)
            : null;
    }
}

using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Coverage;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Capture;

/// <summary>Hands what was asked and answered over long connections to the queue, as the capture does with requests.</summary>
internal sealed class ChannelShadow(
    ShadowSampler sampler, ShadowQueue queue, CoverageCounts counts, StateDrift drift, IOptions<CaptureOptions> options, TimeProvider time) : IChannelShadow
{
    private static readonly IReadOnlyDictionary<string, StringValues> Json =
        new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json" };

    /// <inheritdoc/>
    public void Compare(ChannelExchange exchange)
    {
        var plan = new ShadowPlan(exchange.Route, exchange.ServedBy, SideEffect.Channel, Modern: null, LegacyAddress: null, Compare: true);
        var draw = ShadowSampler.Draw();
        UncomparedReason? obstacle = exchange.Question.Length > options.Value.MaxBodyBytes || exchange.Answer.Length > options.Value.MaxBodyBytes ? UncomparedReason.Oversize
            : !sampler.MayTake(plan, draw) || !sampler.Takes(plan, StatusCodes.Status200OK, draw) ? UncomparedReason.SampledOut
            : !queue.TryEnqueue(Captured(exchange, plan)) ? UncomparedReason.Dropped
            : null;
        if (obstacle is { } reason)
            counts.Uncompared(plan, reason);
    }

    private CapturedExchange Captured(ChannelExchange exchange, ShadowPlan plan) => new(
        plan,
        new CapturedRequest
        {
            Method = "EVENT",
            Scheme = "ws",
            PathBase = PathString.Empty,
            Path = new PathString($"/socket.io/{exchange.Name}"),
            Query = QueryString.Empty,
            RawTarget = $"/socket.io/{exchange.Name}",
            Protocol = "",
            Headers = Json,
            RouteValues = new RouteValueDictionary(),
            Remote = (IPAddress.None, 0),
            Local = (IPAddress.None, 0),
            HasBody = true,
            Body = exchange.Question,
        },
        Answer(exchange.Answer),
        exchange.Duration,
        time.GetUtcNow())
    {
        StateVersion = drift.Version,
        OtherSide = exchange.OtherSide,
    };

    /// <summary>An answer over a long connection in the form of one to a request.</summary>
    public static CapturedResponse Answer(byte[] json) => new(StatusCodes.Status200OK, "OK", Json, json);
}

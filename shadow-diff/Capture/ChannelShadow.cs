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
        Take(Captured(plan, exchange.Name, exchange.Question, Answer(exchange.Answer), exchange.Duration) with { OtherSide = exchange.OtherSide });
    }

    /// <inheritdoc/>
    public void Judge(ChannelNotice notice)
    {
        var plan = new ShadowPlan(notice.Route, notice.ToldBy, SideEffect.Channel, Modern: null, LegacyAddress: null, Compare: false) { IsPinned = true };
        Take(Captured(plan, notice.Name, [], Answer(notice.Payload.ToArray()), TimeSpan.Zero) with { Job = notice.Job, IsNotice = true });
    }

    private void Take(CapturedExchange exchange)
    {
        var (plan, draw) = (exchange.Plan, ShadowSampler.Draw());
        UncomparedReason? obstacle = Math.Max(exchange.Request.Body.Length, exchange.Response.Body.Length) > options.Value.MaxBodyBytes ? UncomparedReason.Oversize
            : !sampler.MayTake(plan, draw) || !sampler.Takes(plan, StatusCodes.Status200OK, draw) ? UncomparedReason.SampledOut
            : !queue.TryEnqueue(exchange) ? UncomparedReason.Dropped
            : null;
        if (obstacle is { } reason)
            counts.Uncompared(plan, reason);
    }

    private CapturedExchange Captured(ShadowPlan plan, string name, byte[] question, CapturedResponse answer, TimeSpan duration) => new(
        plan,
        new CapturedRequest
        {
            Method = "EVENT",
            Scheme = "ws",
            PathBase = PathString.Empty,
            Path = new PathString($"/socket.io/{name}"),
            Query = QueryString.Empty,
            RawTarget = $"/socket.io/{name}",
            Protocol = "",
            Headers = Json,
            RouteValues = new RouteValueDictionary(),
            Remote = (IPAddress.None, 0),
            Local = (IPAddress.None, 0),
            HasBody = true,
            Body = question,
        },
        answer,
        duration,
        time.GetUtcNow())
    {
        StateVersion = drift.Version,
    };

    /// <summary>An answer over a long connection in the form of one to a request.</summary>
    public static CapturedResponse Answer(byte[] json) => new(StatusCodes.Status200OK, "OK", Json, json);
}

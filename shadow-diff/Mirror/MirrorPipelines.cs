using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Mirror;

/// <summary>What stands between the mirror and each side: a bound on what runs at once, a time limit and, before legacy, a breaker.</summary>
internal sealed class MirrorPipelines
{
    private readonly ResiliencePipeline<CapturedResponse> _legacy;
    private readonly ResiliencePipeline<CapturedResponse> _modern;

    /// <param name="options">The bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="queue">Requests that may wait for each side; those beyond are refused.</param>
    public MirrorPipelines(IOptions<MirrorOptions> options, TimeProvider time, int queue = 0)
    {
        Patience = options.Value.Timeout + TimeSpan.FromSeconds(1);
        _modern = Bounded(options.Value, queue, time).AddTimeout(Limit(options.Value)).Build();
        _legacy = Bounded(options.Value, queue, time).AddCircuitBreaker(Breaker()).AddTimeout(Limit(options.Value)).Build();
    }

    /// <summary>How long to wait for a side that ignores its time limit.</summary>
    public TimeSpan Patience { get; }

    public ResiliencePipeline<CapturedResponse> For(Side side) => side == Side.Legacy ? _legacy : _modern;

    private static ResiliencePipelineBuilder<CapturedResponse> Bounded(MirrorOptions options, int queue, TimeProvider time) =>
        new ResiliencePipelineBuilder<CapturedResponse> { TimeProvider = time }.AddConcurrencyLimiter(options.Concurrency, queue);

    private static TimeoutStrategyOptions Limit(MirrorOptions options) => new() { Timeout = options.Timeout };

    /// <summary>A legacy that is down is asked once in a while, not with every exchange.</summary>
    private static CircuitBreakerStrategyOptions<CapturedResponse> Breaker() => new()
    {
        FailureRatio = 0.9,
        MinimumThroughput = 20,
        SamplingDuration = TimeSpan.FromSeconds(10),
        BreakDuration = TimeSpan.FromSeconds(5),
        ShouldHandle = new PredicateBuilder<CapturedResponse>().Handle<HttpRequestException>().Handle<IOException>().Handle<TimeoutRejectedException>(),
    };
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Fallback;

/// <summary>A breaker for each route: a module that fails again and again is not asked for a while, and nobody waits for it.</summary>
internal sealed class FallbackBreakers(IOptions<FallbackOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, FallbackBreaker> _breakers = new(StringComparer.Ordinal);

    public FallbackBreaker Of(string route) => _breakers.TryGetValue(route, out var breaker) ? breaker : _breakers.GetOrAdd(route, _ => Create());

    private FallbackBreaker Create()
    {
        var control = new CircuitBreakerManualControl();
        var pipeline = new ResiliencePipelineBuilder<FallbackFeature?> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<FallbackFeature?>
            {
                FailureRatio = 0.5,
                MinimumThroughput = options.Value.BreakAfter,
                SamplingDuration = Sampling,
                BreakDuration = options.Value.BreakDuration,
                ManualControl = control,
                ShouldHandle = static outcome => ValueTask.FromResult(outcome.Outcome.Result is not null),
            })
            .Build();
        return new(pipeline, control);
    }
}

/// <summary>The breaker of one route. What an attempt gives is why it failed, or null; what it throws is none of the breaker's.</summary>
internal sealed class FallbackBreaker(ResiliencePipeline<FallbackFeature?> pipeline, CircuitBreakerManualControl control)
{
    /// <summary>Has modern try, unless it has failed too often.</summary>
    public async ValueTask<FallbackFeature?> TryAsync<TState>(Func<TState, ValueTask<FallbackFeature?>> attempt, TState state)
    {
        var context = ResilienceContextPool.Shared.Get();
        try
        {
            var outcome = await pipeline.ExecuteOutcomeAsync(static (_, run) => RunAsync(run), context, (attempt, state));
            if (outcome.Exception is BrokenCircuitException)
                return new FallbackFeature(FallbackCause.BreakerOpen);

            outcome.ThrowIfException();
            return outcome.Result;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Counts a failure of an attempt that is not over.</summary>
    public ValueTask<FallbackFeature?> FailAsync(FallbackFeature failure) => TryAsync(static failure => ValueTask.FromResult<FallbackFeature?>(failure), failure);

    /// <summary>Has modern asked again at once: legacy cannot answer either.</summary>
    public Task CloseAsync() => control.CloseAsync();

    private static async ValueTask<Outcome<FallbackFeature?>> RunAsync<TState>((Func<TState, ValueTask<FallbackFeature?>> Attempt, TState State) run)
    {
        try
        {
            return Outcome.FromResult<FallbackFeature?>(await run.Attempt(run.State));
        }
        catch (Exception ex)
        {
            return Outcome.FromException<FallbackFeature?>(ex);
        }
    }
}

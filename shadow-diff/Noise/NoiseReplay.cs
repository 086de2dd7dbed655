using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Mirror;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Noise;

/// <summary>
/// Asks legacy once more, for a share of the exchanges, and learns from what it then answers differently. Not at once: the two sides tell of their
/// moments too, and what drifts (a load) is the same a millisecond later. Nothing waits for it.
/// </summary>
internal sealed partial class NoiseReplay(
    ExchangeMirror mirror, ResponseComparison comparer, LearnedNoise learned, StateDrift drift, IOptions<NoiseOptions> options, TimeProvider time, ILogger<NoiseReplay> logger) : BackgroundService
{
    /// <summary>Share of the second's budget that others than the first may have used up.</summary>
    private const double Spare = 0.5;

    /// <summary>The same for what is known and quiet.</summary>
    private const double Rest = 0.25;

    /// <summary>Exchanges that wait. A legacy that is slow has fewer asked.</summary>
    private const int MostWaiting = 64;

    private readonly double _rate = options.Value.NoiseSampleRate;
    private readonly TimeSpan _delay = options.Value.NoiseDelay;
    private readonly RateBudget _budget = new(options.Value.NoiseMaxPerSecond, time);
    private readonly Channel<Sample> _waiting = Channel.CreateBounded<Sample>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    /// <param name="exchange">The exchange.</param>
    /// <param name="pair">Its two answers.</param>
    /// <param name="raw">How they differ, as the declared rules leave it.</param>
    public void Offer(CapturedExchange exchange, ResponsePair pair, Comparison raw)
    {
        if (IsWanted(exchange, raw))
            _waiting.Writer.TryWrite(new(exchange, pair, raw, time.GetUtcNow() + _delay));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var sample in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await LearnAsync(sample, stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                LearningFailed(sample.Pair.Route, ex);
            }
        }
    }

    private async Task LearnAsync(Sample sample, CancellationToken cancellationToken)
    {
        var (exchange, pair, raw, due) = sample;
        if (due - time.GetUtcNow() is { Ticks: > 0 } wait)
            await Task.Delay(wait, time, cancellationToken);

        if (drift.Version != exchange.StateVersion || await mirror.AskAsync(exchange, Side.Legacy, cancellationToken) is not { Response: { } again } || drift.Version != exchange.StateVersion)
            return;

        // The older answer stands where the older one stood in the pair, so that what only grows differs in the same direction.
        var noise = exchange.Plan.ServedBy == Side.Legacy ? pair with { Modern = again } : pair with { Legacy = again, Modern = pair.Legacy };
        if (comparer.CompareAlone(noise) is { Outcome: not null } itself)
            learned.Observe(pair.Route, raw.Divergences, itself.Divergences);
    }

    /// <summary>What differs because the state was changed in between is no noise. Routes of which little is known go first, those before all that have something open: it may be noise.</summary>
    private bool IsWanted(CapturedExchange exchange, Comparison raw) =>
        exchange is { StateVersion: not null, Plan: { Effect: SideEffect.Safe, LegacyAddress: not null } } && exchange.StateVersion == drift.Version && _rate > 0
        && (!learned.IsWellKnown(exchange.Plan.Route)
            ? _budget.TryTake(raw.Open.Any() ? 1 : Spare)
            : Random.Shared.NextDouble() < _rate && _budget.TryTake(raw.Open.Any() ? Spare : Rest));

    [LoggerMessage(LogLevel.Error, "Legacy could not be asked once more about an exchange of route {Route}")]
    private partial void LearningFailed(string route, Exception exception);

    private sealed record Sample(CapturedExchange Exchange, ResponsePair Pair, Comparison Raw, DateTimeOffset Due);
}

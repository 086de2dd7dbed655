using Microsoft.Extensions.Options;
using Strangler.Contract;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// The way by which the gateway itself takes a route back, for a reason that it has found. In force before anything is read, written or told, and latched: it stays there until a
/// person moves it.
/// </summary>
internal sealed partial class AutomaticRollback
{
    private readonly CutoverTurn _turn;
    private readonly CutoverState _state;
    private readonly CutoverSwap _swap;
    private readonly FeaturesEdit _features;
    private readonly Latches _latches;
    private readonly StepsBack _steps;
    private readonly RouteTable _routes;
    private readonly RollbackTarget _target;
    private readonly TimeProvider _time;
    private readonly ILogger<AutomaticRollback> _logger;

    public AutomaticRollback(
        CutoverTurn turn, CutoverState state, CutoverSwap swap, FeaturesEdit features, Latches latches, StepsBack steps, RouteTable routes,
        IOptions<AutomaticRollbackOptions> options, TimeProvider time, ILogger<AutomaticRollback> logger)
    {
        (_turn, _state, _swap, _features, _latches, _steps, _routes, _target, _time, _logger) =
            (turn, state, swap, features, latches, steps, routes, options.Value.AutomaticRollbackTo, time, logger);
        latches.FoundLate += () => _ = Task.Run(HoldLateAsync);
    }

    /// <summary>Raised for each route that was taken back, once that is in force. Whoever is told must not wait.</summary>
    public event Action<Latch>? RolledBack;

    /// <summary>
    /// Takes a route back, and with it those that must not be where they are while it is there (<see cref="CutoverConstraint"/>). A route that is at legacy, or
    /// where it would be taken to, stays there. It is refused only where there is no legacy.
    /// </summary>
    /// <param name="route">The route.</param>
    /// <param name="watch">What found the reason: one lower-case word or several with hyphens, a label of metrics.</param>
    /// <param name="evidence">The reason, one line for a person; it becomes that of the audit.</param>
    /// <param name="stillHolds">Asked when nobody else can move the route any more: false where it was moved since the reason was found. Null where that does not matter.</param>
    public async Task<CutoverOutcome> RollBackAsync(string route, string watch, string evidence, Func<bool>? stillHolds = null)
    {
        List<Latch> back;
        Task<SwapOutcome> swap;
        lock (_turn.Moment)
        {
            var before = _state.Current;
            back = Back(route, before, watch, evidence);
            if (back.Count == 0 || stillHolds?.Invoke() == false)
                return new CutoverOutcome(null, []);
            if (!_routes.HasLegacy)
            {
                NothingToGoBackTo(route, evidence, RouteTable.NoLegacy);
                return CutoverOutcome.Refused(CutoverRefusalKind.NoLegacy, $"Nothing to go back to: {RouteTable.NoLegacy}.");
            }

            _latches.Add(back);
            swap = _swap.SwapAsync(flags => back.Aggregate(flags, (held, latch) => held.BackAt(latch.Route, latch.To, latch.Canary)), ProgramNames.Gateway, evidence);
        }

        foreach (var latch in back) // in force by now; what is awaited is the audit
            Say(latch);

        var swapped = await swap;
        return new CutoverOutcome(null, swapped.Changes, Sentences.Joined(swapped.Warning, await WriteAsync(route, evidence)));
    }

    /// <summary>Null when it is written.</summary>
    private async Task<string?> WriteAsync(string route, string evidence)
    {
        if (await _features.WriteAsync(ProgramNames.Gateway, evidence) is not { Refusal: { } refusal })
            return null;

        var problem = $"In force and held, over a restart too, but not in features.json; it is tried again every few seconds: {Sentences.Of(refusal.Errors)}";
        NotWritten(route, problem);
        return problem;
    }

    private void Say(Latch latch)
    {
        Done(latch.Route, latch.From, latch.To, latch.Evidence);
        RolledBack?.Invoke(latch);
    }

    /// <summary>The route first; none when it has no way to go.</summary>
    private List<Latch> Back(string route, CutoverSnapshot before, string watch, string evidence)
    {
        var to = _target == RollbackTarget.Step ? _steps.Of(route) : default;
        if (!before.RouteStageOf(route).IsFurtherThan(to.Stage))
            to = default;
        if (!before.RouteStageOf(route).IsFurtherThan(to.Stage))
            return [];

        var now = _time.GetUtcNow();
        return
        [
            Of(route, to, evidence),
            .. CutoverConstraint.BackWith(route, to.Stage.Stage, before.StageOf)
                .Select(follower => Of(follower.Route, new(new(follower.Stage), null), $"It goes back with '{route}', which it needs further on. {evidence}")),
        ];

        Latch Of(string moved, Step step, string why)
        {
            var from = before.RouteStageOf(moved);
            return new(moved, from, step.Stage, now, watch, why, Configured: from) { Canary = step.Canary, Look = _features.Looks };
        }
    }

    /// <summary>What an earlier run has taken back, where the database could be read only now.</summary>
    private async Task HoldLateAsync()
    {
        await _swap.SwapAsync(flags => _latches.In(flags), ProgramNames.Gateway, "taken back before the gateway started anew, which could read that only now");
    }

    [LoggerMessage(LogLevel.Error, "Taken back by the gateway: {Route} {Before} > {After}. {Evidence} It stays there until a person moves it")]
    private partial void Done(string route, RouteStage before, RouteStage after, string evidence);

    [LoggerMessage(LogLevel.Error, "The gateway would take {Route} back, but {NoLegacy}. {Evidence}")]
    private partial void NothingToGoBackTo(string route, string evidence, string noLegacy);

    [LoggerMessage(LogLevel.Error, "{Route}: {Problem}")]
    private partial void NotWritten(string route, string problem);
}

/// <summary>Where the gateway takes a route back to, section <c>Gateway</c>.</summary>
internal sealed class AutomaticRollbackOptions
{
    /// <summary><c>legacy</c>, or <c>step</c>: one step back on the way that the route came since the gateway started, and to legacy where none is known.</summary>
    public RollbackTarget AutomaticRollbackTo { get; set; } = RollbackTarget.Legacy;
}

internal enum RollbackTarget
{
    /// <summary>All the way.</summary>
    Legacy,

    /// <summary>To the stage, or the percentage, that it came from.</summary>
    Step,
}

using Strangler.Contract;
using Strangler.Gateway.Configuration;

namespace Strangler.Gateway.Plans;

/// <summary>A route's plan under way. Never changed: each event makes another one of it, and nothing here knows a clock, a file or a database.</summary>
/// <param name="Route">The route.</param>
/// <param name="PlanName">The plan's name in <c>features.json</c>.</param>
/// <param name="Plan">What that said at the start: an edit of it changes nothing of a plan under way.</param>
/// <param name="Who">Who started it; each of its steps is audited under that name.</param>
/// <param name="Why">The stated reason.</param>
/// <param name="Force">Whether its steps go past gate and constraints.</param>
/// <param name="Started">When.</param>
internal sealed record PlanRun(string Route, string PlanName, PromotionPlan Plan, string Who, string Why, bool Force, DateTimeOffset Started)
{
    public PlanState State { get; init; }

    /// <summary>Index of the last step that the route has reached; -1 before the first.</summary>
    public int Step { get; init; } = -1;

    /// <summary>Where the plan last saw its route. Another stage is somebody else's doing.</summary>
    public RouteStage At { get; init; }

    /// <summary>How long the route has been at this step while the plan ran.</summary>
    public TimeSpan Held { get; init; }

    /// <summary>From when on its deadline counts: its start, or the last resume.</summary>
    public DateTimeOffset Since { get; init; } = Started;

    /// <summary>Why it is paused or aborted; null otherwise.</summary>
    public string? Note { get; init; }

    /// <summary>Whether it may go on, now or once it is resumed.</summary>
    public bool IsActive => State is PlanState.Running or PlanState.Paused;

    public PromotionStep? Current => Step < 0 ? null : Plan.Steps[Step];

    /// <summary>Null at the last step.</summary>
    public PromotionStep? Next => Plan.Steps.ElementAtOrDefault(Step + 1);

    /// <summary>What is left of the hold.</summary>
    public TimeSpan Left => Current is { } current && current.Hold > Held ? current.Hold - Held : TimeSpan.Zero;

    public DateTimeOffset? Deadline => Plan.Deadline is { } deadline ? Since + deadline : null;

    /// <summary>The beginning: a route that is at or beyond a step already goes on from there, and holds first.</summary>
    public PlanRun AtStart(RouteStage now) => this with { At = now, Step = Plan.StepAt(now) };

    /// <summary>The route has moved.</summary>
    /// <param name="now">Where it is.</param>
    /// <param name="who">Who moved it, as in the audit.</param>
    /// <param name="isStep">Whether the plan itself may have done it: it goes on then, if that is its next step.</param>
    public PlanRun Moved(RouteStage now, string who, bool isStep)
    {
        if (!IsActive || now == At)
            return this;
        if (isStep && State == PlanState.Running && Next?.At == now)
            return this with { At = now, Step = Step + 1, Held = default };
        if (At.IsFurtherThan(now))
            return Aborted($"{who} took the route back from {At} to {now}") with { At = now };

        var moved = AtStart(now) with { Held = default };
        return moved.Next is null ? moved.Aborted($"{who} moved the route to {now}, so no step is left") : moved.Paused($"{who} moved the route from {At} to {now}; it goes on from there once it is resumed");
    }

    public PlanRun Paused(string note) => State == PlanState.Running ? this with { State = PlanState.Paused, Note = note } : IsActive ? this with { Note = note } : this;

    public PlanRun Resumed(DateTimeOffset now) => this with { State = PlanState.Running, Note = null, Since = now };

    public PlanRun Aborted(string note) => this with { State = PlanState.Aborted, Note = note };

    public PlanRun Done() => this with { State = PlanState.Done };

    /// <summary>For the audit and messages: <c>step 3 of 5</c>.</summary>
    public static string Position(int step, PromotionPlan plan) => $"step {step + 1} of {plan.Steps.Count}";
}

internal enum PlanState
{
    /// <summary>It goes forward by itself.</summary>
    Running,

    /// <summary>It stands still until a person resumes it.</summary>
    Paused,

    /// <summary>Every step is taken, and the last one held.</summary>
    Done,

    /// <summary>It ended before its last step; the route stayed where it was, or was taken back by somebody.</summary>
    Aborted,
}

using Strangler.Contract;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// The stages that each route came forward through since the gateway started: one step back is the last of them. Changed in the
/// <see cref="CutoverTurn.Moment"/> only.
/// </summary>
internal sealed class StepsBack
{
    private readonly Dictionary<string, Stack<Step>> _steps = new(StringComparer.Ordinal);

    /// <summary>The last one; legacy where none is known.</summary>
    public Step Of(string route) => _steps.GetValueOrDefault(route)?.TryPeek(out var step) == true ? step : default;

    /// <summary>Takes down what moved.</summary>
    public void Note(CutoverSnapshot before, CutoverSnapshot after)
    {
        foreach (var route in before.Stages.Keys.Union(after.Stages.Keys))
        {
            var (was, now) = (before.RouteStageOf(route), after.RouteStageOf(route));
            if (now == was)
                continue;

            if (!_steps.TryGetValue(route, out var steps))
                _steps.Add(route, steps = []);
            while (steps.TryPeek(out var step) && !now.IsFurtherThan(step.Stage))
                steps.Pop();
            if (now.IsFurtherThan(was))
                steps.Push(new(was, before.CanaryOf(route)));
        }
    }
}

/// <summary>A stage that a route was at.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Canary">At canary, whom modern answered; else null.</param>
internal readonly record struct Step(RouteStage Stage, Canary? Canary);

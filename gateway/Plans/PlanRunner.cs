using Strangler.Gateway.Audit;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Handover;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Plans;

/// <summary>Takes each plan that runs forward: a step when the one before it has held and the gate lets the route through, through <see cref="CutoverControl"/> like a person's move.</summary>
internal sealed partial class PlanRunner(PlanBook book, PlanStore store, CutoverControl control, CutoverState state, AuditLog audit, Standby standby, TimeProvider time, ILogger<PlanRunner> logger)
    : LastWriteService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How often a step that was refused is tried again.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, (PlanRun Run, DateTimeOffset At)> _refused = [];

    /// <summary>Before anybody can move a route.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        state.Moved += book.Moved;
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        state.Moved -= book.Moved;
        _turn.Dispose();
    }

    /// <summary>Looks at each plan once, and takes the steps that are due.</summary>
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            book.CountHeld();
            var problem = await store.SaveAsync();
            foreach (var run in book.Runs.Where(run => run.State == PlanState.Running))
            {
                if (problem is null)
                    await AdvanceAsync(run, cancellationToken);
                else
                    book.SetObstacle(run.Route, problem);
            }

            await store.SaveAsync();
            await SayAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Keeps what was held until now.</summary>
    protected override async Task WriteLastAsync(CancellationToken cancellationToken)
    {
        book.CountHeld();
        await store.SaveAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (standby.IsTrue)
                continue;

            try
            {
                await TickAsync(stoppingToken);
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                Failed(ex);
            }
        }
    }

    private async Task AdvanceAsync(PlanRun run, CancellationToken cancellationToken)
    {
        if (run.Deadline is { } deadline && time.GetUtcNow() >= deadline)
        {
            var obstacle = book.Obstacle(run.Route) is { } said ? $"; in the way was: {said}" : "";
            book.Update(run.Route, PlanBook.Who, now => now.State == PlanState.Running ? now.Paused($"its deadline of {run.Plan.Deadline:c} is over{obstacle}") : now);
        }
        else if (run.Left > TimeSpan.Zero)
        {
            book.SetObstacle(run.Route, null);
        }
        else if (run.Next is null)
        {
            book.Update(run.Route, PlanBook.Who, now => now.State == PlanState.Running ? now.Done() : now);
        }
        else if (await StepAsync(run, cancellationToken) is { } further)
        {
            await AdvanceAsync(further, cancellationToken);
        }
    }

    /// <summary>The plan at its next step; null when the step was not taken.</summary>
    private async Task<PlanRun?> StepAsync(PlanRun run, CancellationToken cancellationToken)
    {
        // What was held meanwhile makes no other step of it.
        if (_refused.TryGetValue(run.Route, out var refused) && refused.Run.Step == run.Step && refused.Run.Since == run.Since && time.GetUtcNow() < refused.At + Retry)
            return null;

        CutoverOutcome outcome;
        using (book.BeginStep(run.Route))
        {
            outcome = await control.SetStageAsync(
                run.Route, run.Next!.At, run.Who, $"plan {run.PlanName}, {PlanRun.Position(run.Step + 1, run.Plan)}: {run.Why}", run.Force,
                new PlannedStep(run.At, run.Plan.Criteria, () => Objection(run)), cancellationToken);
        }

        if (outcome.Refusal is { } refusal)
        {
            _refused[run.Route] = (run, time.GetUtcNow());
            book.SetObstacle(run.Route, Sentences.Of(refusal.Errors));
            return null;
        }

        _refused.Remove(run.Route);
        var now = book.Find(run.Route);
        if (now is { State: PlanState.Running } && now.Step == run.Step)
            now = book.Update(run.Route, PlanBook.Who, same => same.Paused($"its step to {run.Next!.At} is not in force: {outcome.Warning ?? "nothing moved"}"));
        return now is { State: PlanState.Running } ? now : null;
    }

    /// <summary>Asked in the turn of the move, so nothing can come between the answer and the step.</summary>
    private string? Objection(PlanRun run) =>
        book.Find(run.Route) is { State: PlanState.Running } now && now.Step == run.Step && now.At == run.At ? null : "The plan does not run any more.";

    private async Task SayAsync()
    {
        var entries = book.TakeUnsaid();
        if (entries.Count == 0)
            return;

        foreach (var entry in entries)
            Said(entry.Route, entry.Why, entry.Who);
        await audit.AppendAllAsync(entries);
    }

    [LoggerMessage(LogLevel.Information, "{Route}: {What} ({Who})")]
    private partial void Said(string route, string what, string who);

    [LoggerMessage(LogLevel.Error, "The plans could not be looked at; none has gone on")]
    private partial void Failed(Exception exception);
}

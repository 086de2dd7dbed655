using Strangler.Gateway.Audit;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Cutover;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Plans;

/// <summary>
/// The last plan of each route, in memory. It hears of every move while that has its turn, so that a plan whose route somebody else has moved stands
/// still before it could take another step. What it holds gets into the database through <see cref="PlanStore"/>.
/// </summary>
internal sealed class PlanBook(CutoverState cutover, GatewayFiles files, TimeProvider time)
{
    /// <summary>Who paused or ended a plan where no person did.</summary>
    public const string Who = ProgramNames.Plans;

    /// <summary>How much of a hold a crash may lose, and so has to be held again.</summary>
    private static readonly TimeSpan HeldWritten = TimeSpan.FromSeconds(5);

    private readonly Lock _turn = new();
    private readonly Dictionary<string, Kept> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<string> _movedUnknown = new(StringComparer.Ordinal);
    private readonly HashSet<string> _stepping = new(StringComparer.Ordinal);
    private List<AuditEntry> _unsaid = [];
    private bool _isLoaded;

    /// <summary>The <c>features.json</c> whose flags the plans move.</summary>
    public string File => files.Features.File.Path;

    /// <summary>Whether the database has been read: before that nobody knows which plans there are.</summary>
    public bool IsLoaded
    {
        get
        {
            lock (_turn)
                return _isLoaded;
        }
    }

    /// <summary>In the order of the routes' names.</summary>
    public IReadOnlyList<PlanRun> Runs
    {
        get
        {
            lock (_turn)
                return [.. _entries.Values.Select(entry => entry.Run).OrderBy(run => run.Route, StringComparer.Ordinal)];
        }
    }

    public PlanRun? Find(string route)
    {
        lock (_turn)
            return _entries.GetValueOrDefault(route)?.Run;
    }

    /// <summary>Why a plan that runs does not go forward, beyond its hold; null when nothing is in the way.</summary>
    public string? Obstacle(string route)
    {
        lock (_turn)
            return _entries.GetValueOrDefault(route)?.Obstacle;
    }

    public void SetObstacle(string route, string? obstacle)
    {
        lock (_turn)
        {
            if (_entries.TryGetValue(route, out var entry))
                entry.Obstacle = obstacle;
        }
    }

    /// <summary>
    /// Takes up what an earlier program left. A route that is at its plan's next step got there by the plan, which was ended before it could note that;
    /// time during which no gateway ran is not held.
    /// </summary>
    public void Load(IReadOnlyList<PlanRun> runs)
    {
        lock (_turn)
        {
            _isLoaded = true;
            foreach (var run in runs)
            {
                _entries[run.Route] = new Kept(run, time.GetTimestamp()) { Written = run };
                Set(_entries[run.Route], Found(run), Who);
            }
        }
    }

    /// <summary>Adds plans, all or none, each where its route is now.</summary>
    /// <returns>Null, or the route that has one already.</returns>
    public string? TryAdd(IReadOnlyList<PlanRun> runs)
    {
        lock (_turn)
        {
            if (runs.FirstOrDefault(run => _entries.GetValueOrDefault(run.Route)?.Run.IsActive == true) is { } taken)
                return taken.Route;

            foreach (var run in runs)
                _entries[run.Route] = new Kept(run.AtStart(cutover.Current.RouteStageOf(run.Route)), time.GetTimestamp());
            return null;
        }
    }

    /// <summary>Changes a plan; whoever asks audits it.</summary>
    public PlanRun Update(string route, Func<PlanRun, PlanRun> change)
    {
        lock (_turn)
            return Set(_entries[route], change(_entries[route].Run));
    }

    /// <summary>Changes a plan that no person has asked about, and sees to its audit.</summary>
    public PlanRun Update(string route, string who, Func<PlanRun, PlanRun> change)
    {
        lock (_turn)
            return Set(_entries[route], change(_entries[route].Run), who);
    }

    public void PauseAll(string note)
    {
        lock (_turn)
        {
            foreach (var entry in _entries.Values)
            {
                entry.Written = null;
                Set(entry, entry.Run.State == PlanState.Running ? entry.Run.Paused(note) : entry.Run, Who);
            }
        }
    }

    /// <summary>Adds the time since the last call to what the plans that run have held.</summary>
    public void CountHeld()
    {
        lock (_turn)
        {
            foreach (var entry in _entries.Values.Where(entry => entry.Run.State == PlanState.Running))
            {
                var now = time.GetTimestamp();
                entry.Run = entry.Run with { Held = entry.Run.Held + time.GetElapsedTime(entry.Counted, now) };
                entry.Counted = now;
            }
        }
    }

    /// <summary>From now until it is disposed of, a move of the route to its next step is the plan's own.</summary>
    public IDisposable BeginStep(string route)
    {
        lock (_turn)
            _stepping.Add(route);
        return new Stepping(this, route);
    }

    /// <summary>Hears of a move, within its turn.</summary>
    public void Moved(CutoverMove move)
    {
        lock (_turn)
        {
            var isOff = move.After.IsAllLegacy && !move.Before.IsAllLegacy;
            foreach (var change in move.Before.ChangesTo(move.After).Where(_ => !_isLoaded))
                _movedUnknown.Add(change.Route);
            foreach (var (route, entry) in _entries)
            {
                Set(entry, entry.Run.Moved(move.After.RouteStageOf(route), move.Who, _stepping.Contains(route)), move.Who);
                if (isOff && entry.Run.State == PlanState.Running)
                    Set(entry, entry.Run.Paused($"{move.Who} turned legacy-only on"), move.Who);
            }
        }
    }

    /// <summary>What the database does not have yet.</summary>
    public IReadOnlyList<PlanRun> Unwritten()
    {
        lock (_turn)
            return [.. _entries.Values.Where(IsUnwritten).Select(entry => entry.Run)];
    }

    /// <summary>It has.</summary>
    public void SetWritten(IReadOnlyList<PlanRun> runs)
    {
        lock (_turn)
        {
            foreach (var run in runs)
                _entries[run.Route].Written = run;
        }
    }

    /// <summary>What the audit is to say, once.</summary>
    public IReadOnlyList<AuditEntry> TakeUnsaid()
    {
        lock (_turn)
        {
            var taken = _unsaid;
            _unsaid = [];
            return taken;
        }
    }

    /// <summary>What the audit is to say of a plan; its route has not moved by that.</summary>
    public AuditEntry Entry(PlanRun run, string who, string what) =>
        new(0, time.GetUtcNow(), who, $"plan {run.PlanName}, {what}", run.Route, $"{run.At}", $"{run.At}", File);

    /// <summary>A state as it is written everywhere.</summary>
    public static string Word(PlanState state) => state.ToString().ToLowerInvariant();

    private PlanRun Found(PlanRun run)
    {
        var now = cutover.Current.RouteStageOf(run.Route);
        var found = run.Moved(now, "somebody, while the plan was not known,", isStep: true);
        if (_movedUnknown.Contains(run.Route) && found.State == PlanState.Running)
            return found.Paused("the route was moved before the plan was known");

        return cutover.Current.IsAllLegacy && found.State == PlanState.Running ? found.Paused("legacy answers every route") : found;
    }

    private PlanRun Set(Kept entry, PlanRun run, string? who = null)
    {
        if (run == entry.Run)
            return run;

        if (who is not null && run.State != entry.Run.State)
            _unsaid.Add(Entry(run, who, $"{Word(run.State)} at {PlanRun.Position(run.Step, run.Plan)}{(run.Note is { } note ? $": {note}" : "")}"));
        (entry.Run, entry.Counted, entry.Obstacle) = (run, time.GetTimestamp(), null);
        return run;
    }

    private static bool IsUnwritten(Kept entry) =>
        entry.Written is not { } written || entry.Run with { Held = written.Held } != written || entry.Run.Held - written.Held >= HeldWritten;

    private void EndStep(string route)
    {
        lock (_turn)
            _stepping.Remove(route);
    }

    private sealed class Kept(PlanRun run, long counted)
    {
        public PlanRun Run { get; set; } = run;

        /// <summary>Null for none of it.</summary>
        public PlanRun? Written { get; set; }

        /// <summary>Up to when its time is counted.</summary>
        public long Counted { get; set; } = counted;

        public string? Obstacle { get; set; }
    }

    private sealed class Stepping(PlanBook book, string route) : IDisposable
    {
        public void Dispose() => book.EndStep(route);
    }
}

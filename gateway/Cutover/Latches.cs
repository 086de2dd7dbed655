using System.Collections.Immutable;
using Strangler.Contract;

namespace Strangler.Gateway.Cutover;

/// <summary>
/// The routes that the gateway itself has taken back. Each stays back until a person moves it: by a verb, or by an edit that changes its flag. Until then neither a program,
/// nor a restart, nor a reading of a <c>features.json</c> that could not be written brings it forward. Changed in the
/// <see cref="CutoverTurn.Moment"/> only; read at any time.
/// </summary>
/// <param name="file">The <c>features.json</c> whose routes they are.</param>
internal sealed class Latches(string file)
{
    private readonly Lock _changing = new();
    private readonly HashSet<string> _released = new(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, Latch> _latches = ImmutableSortedDictionary.Create<string, Latch>(StringComparer.Ordinal);

    /// <summary>Raised when some are known that were not at the start, because the database could not be read then.</summary>
    public event Action? FoundLate;

    public string File => file;

    /// <summary>All of them, by route.</summary>
    public IReadOnlyList<Latch> All => [.. _latches.Values];

    /// <summary>Counts the changes: who has written one knows by it whether there is another one to write.</summary>
    public int Version { get; private set; }

    /// <summary>The latch of a route; null when nothing holds it.</summary>
    public Latch? Of(string route) => _latches.GetValueOrDefault(route);

    /// <summary>Holds routes back, whatever held them before.</summary>
    public void Add(IEnumerable<Latch> latches)
    {
        // Where the configuration could not be written the last time either, it still says what it said then.
        foreach (var latch in latches)
            Change(all => all.SetItem(latch.Route, latch with { Configured = Of(latch.Route)?.Configured ?? latch.Configured }));
    }

    /// <summary>Whoever is to be told that the route was taken back was told of this one.</summary>
    public void Told(Latch latch) =>
        Change(all => all.TryGetValue(latch.Route, out var held) && held.At == latch.At ? all.SetItem(latch.Route, held with { IsTold = true }) : all);

    /// <summary>A person has moved the route.</summary>
    public void Release(string route)
    {
        Change(all =>
        {
            _released.Add(route);
            return all.Remove(route);
        });
    }

    /// <summary>Takes up those of an earlier run.</summary>
    /// <param name="earlier">As the database has them.</param>
    /// <param name="isLate">Whether stages are in force already; they are to be held then.</param>
    public void TakeUp(IEnumerable<Latch> earlier, bool isLate)
    {
        var before = _latches;
        Change(all => all.AddRange(earlier.Where(latch => !all.ContainsKey(latch.Route) && !_released.Contains(latch.Route)).Select(latch => KeyValuePair.Create(latch.Route, latch with { IsOfEarlierRun = true }))));
        if (isLate && _latches != before)
            FoundLate?.Invoke();
    }

    /// <summary>The flags with every route that is held at the stage it is held at. What a person has moved meanwhile, by an edit, is held no more.</summary>
    /// <param name="configured">What the configuration asks for.</param>
    /// <param name="edit">The edit by hand that it comes from, if it does: it releases no latch that it cannot have known of.</param>
    public CutoverSnapshot In(CutoverSnapshot configured, HandEdit? edit = null)
    {
        foreach (var latch in _latches.Values.Where(latch => configured.Stages.ContainsKey(latch.Route)))
        {
            var says = configured.RouteStageOf(latch.Route);
            if (!says.IsFurtherThan(latch.To))
                Change(all => all.SetItem(latch.Route, latch with { Configured = says }));
            else if (says != latch.Configured && (latch.IsConfigured || edit?.IsNewerThan(latch.Look) != false))
                Release(latch.Route);
            else
                configured = Held(configured, latch, says);
        }

        return configured;
    }

    private CutoverSnapshot Held(CutoverSnapshot configured, Latch latch, RouteStage says)
    {
        Change(all => says == latch.Configured ? all : all.SetItem(latch.Route, latch with { Configured = says }));
        return configured.BackAt(latch.Route, latch.To, latch.Canary);
    }

    /// <summary>The file with them, where it asks for more: a route that a person took back further stays there.</summary>
    public FeaturesFile In(FeaturesFile features) => _latches.Values.Where(latch => !latch.IsConfigured && features.IsFurther(latch.Route, latch.To))
        .Aggregate(features, (edited, latch) => edited.SetStage(latch.Route, latch.To.Stage.Name(), latch.To.Percentage));

    private void Change(Func<ImmutableSortedDictionary<string, Latch>, ImmutableSortedDictionary<string, Latch>> change)
    {
        lock (_changing)
        {
            var before = _latches;
            _latches = change(before);
            if (_latches != before)
                Version++;
        }
    }
}

/// <summary>A route that the gateway has taken back.</summary>
/// <param name="Route">Its name.</param>
/// <param name="From">Where it was.</param>
/// <param name="To">Where it is held.</param>
/// <param name="At">Since when.</param>
/// <param name="Watch">What found the reason, a word such as <c>errors</c>.</param>
/// <param name="Evidence">The reason, for a person.</param>
/// <param name="Configured">What the configuration says of the route: as long as that does not change, nobody has moved it.</param>
internal sealed record Latch(string Route, RouteStage From, RouteStage To, DateTimeOffset At, string Watch, string Evidence, RouteStage Configured)
{
    /// <summary>At canary, whom modern answers; null where that is not known, after a restart.</summary>
    public Canary? Canary { get; init; }

    /// <summary>As <see cref="CutoverExit.Look"/>.</summary>
    public long Look { get; init; }

    /// <summary>Whether an alert of it was delivered.</summary>
    public bool IsTold { get; init; }

    /// <summary>Whether it was there before the gateway started.</summary>
    public bool IsOfEarlierRun { get; init; }

    /// <summary>Whether the configuration does not ask for more than what the route is held at.</summary>
    public bool IsConfigured => !Configured.IsFurtherThan(To);
}

using Strangler.Contract.Management;
using Strangler.Gateway.Audit;
using Strangler.Gateway.Configuration;

namespace Strangler.Gateway.Cutover;

/// <summary>Puts a snapshot in force and audits each route that moved, whoever moved it.</summary>
internal sealed partial class CutoverSwap(
    CutoverTurn turn, CutoverState state, CutoverCompiler compiler, UnwrittenExits unwritten, Latches latches, StepsBack steps, AuditLog audit, GatewayFiles files, ReloadLog reloads, TimeProvider time, ILogger<CutoverSwap> logger)
{
    /// <summary>The first snapshot: errors stop the start.</summary>
    /// <exception cref="InvalidConfigurationException">The flags do not fit the routes.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (snapshot, errors) = await compiler.CompileAsync(cancellationToken);
        state.Swap(latches.In(snapshot ?? throw new InvalidConfigurationException(errors)), "the start");
        if (snapshot.Legacy is null)
            NoLegacy();
    }

    /// <summary>Puts what the configuration says now in force; on errors the snapshot before stays. To be called in one's <see cref="CutoverTurn"/>.</summary>
    /// <param name="file">The file that was read, for the log.</param>
    /// <param name="who">Who changed it, for the audit.</param>
    /// <param name="why">Why, for the audit.</param>
    /// <param name="cancellationToken">Cancels the reading; what is in force by then stays.</param>
    /// <param name="edit">The edit by hand that it comes from; null for any other change.</param>
    public async Task<SwapOutcome> ApplyAsync(string file, string who, string why, CancellationToken cancellationToken, HandEdit? edit = null)
    {
        var (snapshot, errors) = await compiler.CompileAsync(cancellationToken);
        if (snapshot is null)
        {
            reloads.Bad(file, errors);
            return new([], null);
        }

        // Only what comes in force is newer than a way back.
        lock (turn.Moment)
            edit?.Outdate(unwritten);

        CutoverSnapshot After(CutoverSnapshot _) => latches.In(unwritten.In(snapshot), edit);
        reloads.Good(file, state.Current.ChangesTo(After(state.Current)).Select(change => $"{change.Route} {change.Before} → {change.After}"));
        return await SwapAsync(After, who, why, Outranked);

        // An edit that no change in force shows is nowhere else: the file is written without it.
        IEnumerable<AuditEntry> Outranked(CutoverSnapshot after) => snapshot.ChangesTo(after)
            .Where(change => edit?.Moved.Contains(change.Route) == true)
            .Select(change => new AuditEntry(
                0, time.GetUtcNow(), who, $"{why}, to {change.Before}: a way back of the same moment outranks it", change.Route, change.After, change.After, files.Features.File.Path));
    }

    /// <summary>
    /// In force with the return, and only then in the audit, for which the answer waits: a rollback must wait neither for a disk nor for its turn.
    /// </summary>
    /// <param name="move">What is in force from now on, by what is; asked in the moment of the change.</param>
    /// <param name="who">Who changes it, for the audit.</param>
    /// <param name="why">Why, for the audit.</param>
    /// <param name="further">What else the audit is to say of what is in force then.</param>
    public Task<SwapOutcome> SwapAsync(Func<CutoverSnapshot, CutoverSnapshot> move, string who, string why, Func<CutoverSnapshot, IEnumerable<AuditEntry>>? further = null)
    {
        lock (turn.Moment)
        {
            var before = state.Current;
            var after = move(before);
            state.Swap(after, who);
            steps.Note(before, after);
            IReadOnlyList<AuditEntry> entries = [.. Entries(before, after, who, why), .. further?.Invoke(after) ?? []];
            return ToldAsync(turn.TellAsync(() => AuditAsync(before, after, entries)), before.ChangesTo(after));
        }
    }

    /// <summary>What the audit is to say of a move: of each route that moved, and each flag that is gone, also where its route has not moved by that.</summary>
    public IReadOnlyList<AuditEntry> Entries(CutoverSnapshot before, CutoverSnapshot after, string who, string why)
    {
        var now = time.GetUtcNow();
        var gone = Gone(before, after);
        return
        [
            .. before.ChangesTo(after).Except(gone).Select(change => Entry(change, why)),
            .. gone.Select(change => Entry(change, $"{why}: the flag is gone, and without one a route is at {change.After}")),
        ];

        AuditEntry Entry(Change change, string reason) => new(0, now, who, reason, change.Route, change.Before, change.After, files.Features.File.Path);
    }

    /// <summary>Says in the log which flags are gone.</summary>
    public void SayGone(CutoverSnapshot before, CutoverSnapshot after)
    {
        foreach (var change in Gone(before, after))
            FlagIsGone(change.Route, change.After, change.Before);
    }

    private async Task<SwapOutcome> AuditAsync(CutoverSnapshot before, CutoverSnapshot after, IReadOnlyList<AuditEntry> entries)
    {
        SayGone(before, after);
        return new(before.ChangesTo(after), entries.Count == 0 ? null : await audit.AppendAllAsync(entries));
    }

    /// <summary>Each change waits for those before it, and nobody for all of them.</summary>
    private async Task<SwapOutcome> ToldAsync(Task<SwapOutcome> told, IReadOnlyList<Change> changes)
    {
        try
        {
            return await told.WaitAsync(AuditLog.ForTheDisk, time);
        }
        catch (TimeoutException)
        {
            return new(changes, audit.NotYet);
        }
    }

    private static List<Change> Gone(CutoverSnapshot before, CutoverSnapshot after) =>
        [.. before.Stages.Keys.Except(after.Stages.Keys).Select(route => new Change(route, $"{before.RouteStageOf(route)}", $"{after.RouteStageOf(route)}"))];

    [LoggerMessage(LogLevel.Warning, "The route {Route} has no flag in features.json any more: it is at its default stage, {After} (it was at {Before})")]
    private partial void FlagIsGone(string route, string after, string before);

    [LoggerMessage(LogLevel.Warning, "No legacy: every route is complete, and the cluster 'legacy' of yarp.json has no destination. No route can be taken back before it has one")]
    private partial void NoLegacy();
}

/// <summary>What a swap moved.</summary>
/// <param name="Changes">In force.</param>
/// <param name="Warning">What an operator should know of their audit; null for nothing.</param>
internal sealed record SwapOutcome(IReadOnlyList<Change> Changes, string? Warning);

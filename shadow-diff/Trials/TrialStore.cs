using System.Data.Common;
using System.Globalization;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Trials;

/// <summary>Keeps what the last trial of each route has shown (<c>trial</c>), compared and by shape together, and says in the audit who ran one. A trial that is not of all kinds and both sides shows nothing that is kept.</summary>
internal sealed class TrialStore(ITriageAudit audit, Func<StoreWriter> writer, TimeProvider time) : IStoreFeature
{
    /// <summary>What trials are called in the audit.</summary>
    private const string Audited = "fault-trial";

    private readonly Lock _lock = new();
    private Pending _pending = new([], []);

    public IEnumerable<Migration> Migrations =>
    [
        new(
            8,
            """
            CREATE TABLE trial (
                route TEXT PRIMARY KEY, at INTEGER NOT NULL, build TEXT NOT NULL, rules TEXT NOT NULL, seed INTEGER NOT NULL,
                faults INTEGER NOT NULL, found INTEGER NOT NULL, alarms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
            """),
    ];

    /// <summary>The route's last trial; null when there was none.</summary>
    public static TrialResult? Read(DbConnection connection, string route) => connection.Query(
        "SELECT route, at, build, rules, faults, found FROM trial WHERE route = @route",
        row => new TrialResult(row.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetInt64(5)),
        ("@route", route)) is [var result] ? result : null;

    public void Began(TrialPlan plan, DateTimeOffset endsAt, string who, string why) => Add(
        Change(who, why, "none", string.Create(CultureInfo.InvariantCulture, $"seed {plan.Seed}, until {endsAt:yyyy-MM-dd HH:mm:ss} UTC")), []);

    public void Ended(TrialReport report, bool isKept, IModernBuild builds, string who, string why) => Add(
        Change(who, why, string.Create(CultureInfo.InvariantCulture, $"seed {report.Seed}"), string.Create(CultureInfo.InvariantCulture, $"{report.Found} of {report.Faults} found, {report.Alarms} false alarms")),
        isKept ? report.Routes.Where(route => route.Faults > 0).GroupBy(route => route.Route).Select(route => (report, route.ToArray(), builds.BuildOf(route.Key))) : []);

    /// <exception cref="StoreException">It could not be written, and will be.</exception>
    public Task WriteAsync(CancellationToken cancellationToken) => writer().FlushAsync(cancellationToken);

    public PendingWrite? Take()
    {
        lock (_lock)
        {
            var pending = _pending;
            if (pending.Changes.Count == 0)
                return null;

            _pending = new([], []);
            return new((connection, _) => Write(connection, pending), () => Return(pending), IsDurable: true);
        }
    }

    private TriageChange Change(string who, string why, string before, string after) => new(time.GetUtcNow(), who, why, Audited, before, after);

    private void Add(TriageChange change, IEnumerable<(TrialReport, TrialRoute[], string)> results)
    {
        lock (_lock)
        {
            _pending.Changes.Add(change);
            _pending.Results.AddRange(results);
        }
    }

    private void Return(Pending pending)
    {
        lock (_lock)
        {
            _pending = new([.. pending.Changes, .. _pending.Changes], [.. pending.Results, .. _pending.Results]);
        }
    }

    private void Write(DbConnection connection, Pending pending)
    {
        pending.Changes.ForEach(change => audit.Add(connection, change));
        foreach (var (report, parts, build) in pending.Results)
        {
            connection.Execute(
                """
                INSERT INTO trial (route, at, build, rules, seed, faults, found, alarms) VALUES (@route, @at, @build, @rules, @seed, @faults, @found, @alarms)
                ON CONFLICT (route) DO UPDATE SET at = excluded.at, build = excluded.build, rules = excluded.rules, seed = excluded.seed,
                    faults = excluded.faults, found = excluded.found, alarms = excluded.alarms
                """,
                ("@route", parts[0].Route),
                ("@at", report.EndsAt!.Value.ToUnixTimeMilliseconds()),
                ("@build", build),
                ("@rules", report.Rules),
                ("@seed", report.Seed),
                ("@faults", parts.Sum(part => part.Faults)),
                ("@found", parts.Sum(part => part.Found)),
                ("@alarms", parts.Sum(part => part.Alarms)));
        }
    }

    private sealed record Pending(List<TriageChange> Changes, List<(TrialReport Report, TrialRoute[] Parts, string Build)> Results);
}

/// <summary>What the last trial of a route has shown.</summary>
/// <param name="Route">The route.</param>
/// <param name="At">When it ended.</param>
/// <param name="Build">The build of modern then.</param>
/// <param name="Rules">The version of the rules when it began.</param>
/// <param name="Faults">Faults that showed.</param>
/// <param name="Found">Of these: those that were found.</param>
public sealed record TrialResult(string Route, DateTimeOffset At, string Build, string Rules, long Faults, long Found)
{
    /// <summary>0 to 1; 0 while no fault showed.</summary>
    public double Recall => Faults == 0 ? 0 : (double)Found / Faults;
}

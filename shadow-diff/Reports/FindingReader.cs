using System.Data.Common;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;

namespace Strangler.ShadowDiff.Reports;

/// <summary>Reads fingerprints: what was seen from the database, states from memory, reasons from the rules.</summary>
internal sealed class FindingReader(TriageStates triage, RulesInForce rules)
{
    /// <summary>The columns that <see cref="Of"/> takes, of <c>divergence d</c>, in this order.</summary>
    public const string Columns = "d.fingerprint, d.kind, d.at, d.status_legacy, d.status_modern, d.count, d.first_seen, d.last_seen, d.on_purpose, d.transient, d.state";

    /// <summary>The place of the first column after <see cref="Columns"/>.</summary>
    public const int AfterColumns = 11;

    /// <summary>All of a route, or of all routes: those that stand first, critical ones before others, then the newest.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="route">Null for all.</param>
    public IReadOnlyList<RouteFinding> Read(DbConnection connection, string? route) => InOrder(connection.Query(
        $"SELECT {Columns}, d.route FROM divergence d {(route is null ? "" : "WHERE d.route = @route")}",
        row => new RouteFinding(row.GetString(AfterColumns), Of(row)),
        ("@route", route)));

    private static IReadOnlyList<RouteFinding> InOrder(IEnumerable<RouteFinding> found) =>
    [
        .. found
            .OrderByDescending(one => one.Finding.Stands)
            .ThenByDescending(one => one.Finding is { Critical: true, Stands: true })
            .ThenBy(one => one.Finding.OnPurpose is not null)
            .ThenByDescending(one => one.Finding.LastSeen)
            .ThenBy(one => one.Finding.Fingerprint, StringComparer.Ordinal),
    ];

    /// <summary>Null when the route has none of that name.</summary>
    public Finding? Find(DbConnection connection, string route, string fingerprint) => connection.Query(
        $"SELECT {Columns} FROM divergence d WHERE d.route = @route AND d.fingerprint = @fingerprint",
        Of,
        ("@route", route), ("@fingerprint", fingerprint)).SingleOrDefault();

    public Finding Of(Row row)
    {
        var (fingerprint, kind, at) = (row.GetString(0), row.GetString(1), row.GetString(2));
        var onPurpose = row.GetText(8);
        var (count, transient, ofState) = (row.GetInt64(5), row.GetInt64(9), row.GetInt64(10));
        var entry = triage.Find(fingerprint);
        return new(
            fingerprint,
            kind,
            at,
            row.GetInt32(3),
            row.GetInt32(4),
            count,
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(6)),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)),
            onPurpose,
            onPurpose is null ? null : rules.Current.Rules.FirstOrDefault(rule => rule.Name == onPurpose && rule.At.ToString() == at)?.Reason,
            onPurpose is null && Severity.IsCritical(kind, at),
            onPurpose is not null ? KebabName<RuleKind>.Of(RuleKind.OnPurpose)
                : entry is { State: not TriageState.Open } ? KebabName<TriageState>.Of(entry.State)
                : count > transient + ofState ? KebabName<TriageState>.Of(TriageState.Open)
                : ofState > 0 ? Finding.OnlyOfState
                : Finding.OnlyTransient,
            entry,
            transient,
            ofState);
    }
}

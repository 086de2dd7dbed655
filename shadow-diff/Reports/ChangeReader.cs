using System.Data.Common;
using System.Globalization;
using Strangler.Settings;
using Strangler.ShadowDiff.Coverage;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Reports;

/// <summary>Reads what has changed on a route from one day, or from one build of modern, to the next.</summary>
internal sealed class ChangeReader(FindingReader findings, TimeProvider time)
{
    private const long HoursOfADay = 24;

    /// <returns>What has changed; or why there is nothing to say, when the build is not known.</returns>
    public (RouteChange? Change, string? Refusal) Read(DbConnection connection, string route, ChangeQuery query)
    {
        var builds = CoverageTable.Builds(connection, route);
        if (query.Build is not { } build)
            return (Change(connection, route, SpanOf(query.Day!.Value.AddDays(-1)), SpanOf(query.Day.Value), builds), null);

        var at = builds.ToList().FindIndex(one => one.Build == build);
        return at >= 0
            ? (Change(connection, route, at > 0 ? SpanOf(builds[at - 1]) : null, SpanOf(builds[at]), builds), null)
            : (null, builds.Count == 0
                ? $"No build has answered '{route}' yet."
                : $"'{build}' is no build that has answered '{route}'; {NearestName.Advice(build, [.. builds.Select(one => one.Build)], "they are")}.");
    }

    private RouteChange Change(
        DbConnection connection, string route, HourSpan? earlier, HourSpan later, IReadOnlyList<(string Build, long First, long Last)> builds)
    {
        var (before, after) = (earlier is null ? null : Seen.Read(connection, route, earlier), Seen.Read(connection, route, later));
        var kinds = findings.Read(connection, route)
            .Select(found => (Found: found, Before: before?.Of(found.Finding) ?? 0, After: after.Of(found.Finding)))
            .ToLookup(one => after.KindOf(one.Found.Finding, one.Before, one.After));
        return new(
            route,
            time.GetUtcNow(),
            before?.Span,
            after.Span,
            List(ChangeKind.New),
            List(ChangeKind.Reopened),
            List(ChangeKind.Back),
            List(ChangeKind.Quiet),
            List(ChangeKind.Still),
            [.. builds.Reverse().Select(one => new RouteBuild(one.Build, StoreHour.Start(one.First), StoreHour.Start(one.Last)))]);

        ChangedFindings List(ChangeKind kind)
        {
            var shown = kinds[kind].Take(FindingQuery.PageSize).ToList();
            var listed = ListedFinding.Of([.. shown.Select(one => one.Found)], names => ExampleReader.Values(connection, names));
            return new(kinds[kind].Count(), [.. listed.Zip(shown, (finding, one) => new ChangedFinding(finding, one.Before, one.After))]);
        }
    }

    private static HourSpan SpanOf(DateOnly day)
    {
        var first = StoreHour.Of(new(day, TimeOnly.MinValue, TimeSpan.Zero));
        return new(day.ToString(ChangeQuery.DayForm, CultureInfo.InvariantCulture), first, first + HoursOfADay, null);
    }

    private static HourSpan SpanOf((string Build, long First, long Last) build) => new(build.Build, build.First, build.Last + 1, build.Build);

    /// <summary>Whole hours, of all builds or of one.</summary>
    private sealed record HourSpan(string Name, long First, long End, string? Build);

    /// <summary>In what way a fingerprint has changed.</summary>
    private enum ChangeKind
    {
        None,
        New,
        Reopened,
        Back,
        Quiet,
        Still,
    }

    /// <summary>What was seen in a span.</summary>
    private sealed record Seen(ChangeSpan Span, IReadOnlyDictionary<string, long> Counts)
    {
        public static Seen Read(DbConnection connection, string route, HourSpan span)
        {
            var figures = new RouteCounts(route);
            foreach (var (outcome, count) in CoverageTable.ReadHours(connection, route, span.First, span.End, span.Build))
                figures.Add(outcome, count);

            var counts = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var (set, count) in FindingsTable.ReadSets(connection, route, span.First, span.End, span.Build))
            {
                foreach (var fingerprint in DivergenceSets.Members(set))
                    counts[fingerprint] = counts.GetValueOrDefault(fingerprint) + count;
            }

            return new(
                new(span.Name, StoreHour.Start(span.First), StoreHour.Start(span.End), span.Build, ParityFigures.Of(figures), counts.GetValueOrDefault(DivergenceSets.Other)),
                counts);
        }

        public long Of(Finding finding) => Counts.GetValueOrDefault(finding.Fingerprint);

        public ChangeKind KindOf(Finding finding, long before, long after) => (before, after) switch
        {
            _ when Has(finding.FirstSeen) && (Span.Build is null || after > 0) => ChangeKind.New,
            _ when finding is { State: "open", Triage: { } entry } && Has(entry.At) => ChangeKind.Reopened,
            (0, > 0) => ChangeKind.Back,
            ( > 0, 0) => Span.Figures.Compared > 0 ? ChangeKind.Quiet : ChangeKind.None,
            ( > 0, > 0) => ChangeKind.Still,
            _ => ChangeKind.None,
        };

        private bool Has(DateTimeOffset at) => at >= Span.From && at < Span.Until;
    }
}

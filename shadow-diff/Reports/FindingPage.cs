using System.Text.Json.Serialization;

namespace Strangler.ShadowDiff.Reports;

/// <summary>The fingerprints that a query shows, a page of them: <c>GET /api/divergences</c>.</summary>
/// <param name="At">When it was read.</param>
/// <param name="Total">As many as it shows on all pages.</param>
/// <param name="Page">The page, from 1 on.</param>
/// <param name="Pages">How many there are; at least one.</param>
/// <param name="States">How many there would be of each state.</param>
/// <param name="Divergences">Those of this page.</param>
public sealed record FindingPage(
    DateTimeOffset At,
    int Total,
    int Page,
    int Pages,
    IReadOnlyDictionary<string, int> States,
    IReadOnlyList<ListedFinding> Divergences)
{
    [JsonIgnore]
    public FindingQuery Query { get; private init; } = new();

    /// <summary>A page of what was read.</summary>
    /// <param name="found">In the order of <see cref="FindingReader.Read"/>.</param>
    /// <param name="query">What to show; a page after the last one is the last.</param>
    /// <param name="at">When it was read.</param>
    /// <param name="examplesOf">The values of these fingerprints: asked once, for those of the page.</param>
    internal static FindingPage Of(
        IEnumerable<RouteFinding> found, FindingQuery query, DateTimeOffset at, Func<IReadOnlyList<string>, IReadOnlyDictionary<string, ExampleValues>> examplesOf)
    {
        List<RouteFinding> matching = [.. found.Where(one => query.Matches(one.Finding))];
        List<RouteFinding> shown = [.. query.Order(matching.Where(one => query.State is null || one.Finding.State == query.State), one => one.Finding)];
        var pages = Math.Max(1, (shown.Count + FindingQuery.PageSize - 1) / FindingQuery.PageSize);
        var page = Math.Min(query.Page, pages);
        return new(
            at,
            shown.Count,
            page,
            pages,
            FindingQuery.States.ToDictionary(state => state, state => matching.Count(one => one.Finding.State == state)),
            ListedFinding.Of([.. shown.Skip((page - 1) * FindingQuery.PageSize).Take(FindingQuery.PageSize)], examplesOf))
        {
            Query = query with { Page = page },
        };
    }
}

/// <summary>A fingerprint of one of several routes.</summary>
internal readonly record struct RouteFinding(string Route, Finding Finding);

/// <summary>A fingerprint with both values of its newest example.</summary>
public sealed record ListedFinding : Finding
{
    private ListedFinding(RouteFinding found, ExampleValues? example)
        : base(found.Finding) => (Route, Example) = (found.Route, example);

    public string Route { get; init; }

    /// <summary>Null when none is kept any more.</summary>
    public ExampleValues? Example { get; init; }

    internal static IReadOnlyList<ListedFinding> Of(
        IReadOnlyList<RouteFinding> found, Func<IReadOnlyList<string>, IReadOnlyDictionary<string, ExampleValues>> examplesOf)
    {
        var examples = examplesOf([.. found.Select(one => one.Finding.Fingerprint)]);
        return [.. found.Select(one => new ListedFinding(one, examples.GetValueOrDefault(one.Finding.Fingerprint)))];
    }
}

/// <summary>What both sides had where a divergence shows, redacted.</summary>
/// <param name="Id">The exchange.</param>
/// <param name="Path">Where exactly.</param>
/// <param name="LegacyValue">Null where legacy has none.</param>
/// <param name="ModernValue">Null where modern has none.</param>
/// <param name="TraceId">Of the trace that was recorded of the exchange; null for none.</param>
public sealed record ExampleValues(long Id, string Path, string? LegacyValue, string? ModernValue, string? TraceId);

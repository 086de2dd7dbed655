using Strangler.Settings;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Reports;

/// <summary>Which fingerprints a list shows and in what order, as a query string says it: a view is a link.</summary>
/// <param name="Text">Part of the place, of the rule or of the fingerprint, in any letter case; null for all.</param>
/// <param name="Kind">One of <see cref="Kinds"/>; null for all.</param>
/// <param name="Severity">One of <see cref="Severities"/>; null for both.</param>
/// <param name="State">One of <see cref="States"/>; null for all.</param>
/// <param name="Sort">One of <see cref="Sorts"/>.</param>
/// <param name="Page">From 1 on, of <see cref="PageSize"/> each.</param>
/// <param name="Route">Only of this one, where a list is of all; null for all.</param>
public sealed record FindingQuery(string? Text = null, string? Kind = null, string? Severity = null, string? State = null, string Sort = FindingQuery.Standing, int Page = 1, string? Route = null)
{
    /// <summary>Fingerprints on a page.</summary>
    public const int PageSize = 100;

    private const string Critical = "critical";
    private const string Standing = "standing";
    private const int LongestText = 200;

    /// <summary>In what way two sides can disagree.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. KebabName<DivergenceKind>.All];

    public static IReadOnlyList<string> Severities { get; } = [Critical, "other"];

    public static IReadOnlyList<string> States { get; } = ["open", "fixed", "accepted", "closed", "on-purpose", Finding.OnlyTransient, Finding.OnlyOfState];

    /// <summary>What stands first, critical before other; or by when it was seen, or how often, the newest and the most first.</summary>
    public static IReadOnlyList<string> Sorts { get; } = [Standing, "last-seen", "first-seen", "count"];

    /// <summary>The arguments of a list that is of one route.</summary>
    public static IReadOnlyList<string> NamesOfOne { get; } = ["q", "kind", "severity", "state", "sort", "page"];

    /// <summary>The arguments of a list that is of all.</summary>
    public static IReadOnlyList<string> Names { get; } = ["route", .. NamesOfOne];

    /// <summary>The query of a request's arguments, or what is wrong with them. One that is empty is as good as none.</summary>
    /// <param name="arguments">Names and values.</param>
    public static (FindingQuery? Query, string? Error) Parse(IEnumerable<KeyValuePair<string, string?>> arguments)
    {
        var query = new FindingQuery();
        foreach (var (name, value) in arguments.Where(argument => !string.IsNullOrWhiteSpace(argument.Value)))
        {
            var (next, error) = query.With(name, value!.Trim());
            if (next is null)
                return (null, error);

            query = next;
        }

        return (query, null);
    }

    /// <summary>Whether it shows a fingerprint, whatever its state.</summary>
    internal bool Matches(Finding finding) =>
        (Kind is null || finding.Kind == Kind)
        && (Severity is null || finding.Critical == (Severity == Critical))
        && (Text is null || Has(finding.Path) || Has(finding.OnPurpose) || Has(finding.Fingerprint));

    /// <summary>In the order that it asks for, from the order of <see cref="Standing"/>.</summary>
    internal IEnumerable<T> Order<T>(IEnumerable<T> standing, Func<T, Finding> of) => Sort switch
    {
        "last-seen" => standing.OrderByDescending(one => of(one).LastSeen),
        "first-seen" => standing.OrderByDescending(one => of(one).FirstSeen),
        "count" => standing.OrderByDescending(one => of(one).Count),
        _ => standing,
    };

    /// <summary>As the end of an address: empty, or from the question mark on.</summary>
    public override string ToString()
    {
        string?[] values = [Route, Text, Kind, Severity, State, Sort == Standing ? null : Sort, Page == 1 ? null : $"{Page}"];
        var arguments = string.Join('&', Names.Zip(values).Where(pair => pair.Second is not null).Select(pair => $"{pair.First}={Uri.EscapeDataString(pair.Second!)}"));
        return arguments.Length == 0 ? "" : $"?{arguments}";
    }

    private bool Has(string? text) => text?.Contains(Text!, StringComparison.OrdinalIgnoreCase) ?? false;

    private (FindingQuery? Query, string? Error) With(string name, string value) => name switch
    {
        "route" => (this with { Route = value }, null),
        "q" => value.Length <= LongestText ? (this with { Text = value }, null) : (null, $"'q' has {value.Length} characters; {LongestText} at most."),
        "kind" => Known(name, value, Kinds, "kinds", this with { Kind = value }),
        "severity" => Known(name, value, Severities, "severities", this with { Severity = value }),
        "state" => Known(name, value, States, "states", this with { State = value }),
        "sort" => Known(name, value, Sorts, "orders", this with { Sort = value }),
        "page" => int.TryParse(value, out var page) && page > 0 ? (this with { Page = page }, null) : (null, $"'page' is '{value}'; send a number from 1 on."),
        _ => (null, $"'{name}' is no argument here; {NearestName.Advice(name, Names, "they are")}."),
    };

    private static (FindingQuery?, string?) Known(string name, string value, IReadOnlyList<string> known, string list, FindingQuery query) =>
        known.Contains(value) ? (query, null) : (null, $"'{name}' is '{value}'; {NearestName.Advice(value, known, $"the {list} are")}.");
}

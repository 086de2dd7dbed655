using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Compare;

/// <summary>The comparison with the rules in force: the one engine, for the shadow and for whoever compares outside of it.</summary>
public sealed class ResponseComparison
{
    private readonly RulesInForce _rules;
    private readonly TimeProvider _time;
    private readonly int _maxDecodedBytes;
    private readonly NoticeableHeaders _headers;
    private readonly SeenValues _seen = new();

    internal ResponseComparison(RulesInForce rules, TimeProvider time, ComparisonOptions? options = null)
    {
        options ??= new();
        (_rules, _time, _maxDecodedBytes, _headers) = (rules, time, options.MaxDecodedBytes, new(options.IgnoredHeaders));
    }

    /// <summary>With the rules of files like <c>rules.json</c>, looked for in the working folder and beside the program.</summary>
    /// <exception cref="InvalidRulesException">There is no such file, or a rule has an error; all of one file are named.</exception>
    /// <param name="rulesFiles">The files.</param>
    /// <param name="routes">The routes that a rule may name; null where none are known.</param>
    /// <param name="time">Tells whether a rule has expired.</param>
    public static ResponseComparison Load(IEnumerable<string> rulesFiles, IReadOnlyCollection<string>? routes, TimeProvider time) =>
        new(new RulesInForce(RuleSet.Of([.. rulesFiles.Select(file => RulesFile.Load(file, routes))])), time);

    /// <summary>What of its results may be shown.</summary>
    internal RedactionRules Redaction => _rules.Current.Redaction;

    /// <summary>Compares two answers to one request. No input makes it throw.</summary>
    public ComparisonResult ResultOf(ResponsePair pair) => ResultOf(pair, static difference => difference);

    /// <param name="pair">The answers.</param>
    /// <param name="shown">What of a difference is told.</param>
    internal ComparisonResult ResultOf(ResponsePair pair, Func<Difference, Difference> shown)
    {
        Asked(pair.Route, new(pair.RequestBody));
        var comparison = Compare(pair);
        return new(comparison.Outcome, [.. comparison.Divergences.Select(divergence => Describe(divergence, shown(divergence.Difference)))], [.. comparison.Suppressed], comparison.NotComparable is { } reason ? KebabName<UncomparedReason>.Of(reason) : null);
    }

    internal Comparison Compare(ResponsePair pair) => Compare(pair, _seen);

    /// <summary>As <see cref="Compare(ResponsePair)"/>, of two answers that are not one of each side: rules that look back find nothing.</summary>
    internal Comparison CompareAlone(ResponsePair pair) => Compare(pair, null);

    /// <summary>Notes a request whose answers are not compared, where rules look back to its route.</summary>
    internal void Asked(string route, EarlierRequest request)
    {
        if (IsLookedBackTo(route))
            _seen.Asked(route, request);
    }

    /// <summary>Notes that a side has answered a client's request, for rules that ask for it.</summary>
    internal void Answered(string route, Side side) => _seen.Answered(route, side);

    /// <summary>A memory of its own for rules that look back, which knows who has answered what.</summary>
    internal SeenValues NewMemory() => new(_seen);

    /// <summary>Whether a rule looks back to what was asked of the route.</summary>
    internal bool IsLookedBackTo(string route) => _rules.Current.LookedBackTo.Contains(route);

    /// <summary>As <see cref="Compare(ResponsePair)"/>, with a memory of its own for rules that look back; null for none.</summary>
    internal Comparison Compare(ResponsePair pair, SeenValues? seen) =>
        ResponseComparer.Compare(pair, _rules.Current, DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime), _maxDecodedBytes, _headers, seen);

    private static FoundDivergence Describe(Divergence divergence, Difference shown) => new(
        divergence.Fingerprint, KebabName<DivergenceKind>.Of(shown.Kind), divergence.At, shown.At.ToString(), shown.Legacy, shown.Modern, divergence.OnPurpose);
}

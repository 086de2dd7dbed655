using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Shape;

/// <summary>Judges an answer that the other side cannot be asked for by those that it gave to others, and learns from it.</summary>
internal sealed class ShapeCheck(
    LearnedShapes shapes, FollowedJobs jobs, RulesInForce rules, IOptions<ShapeOptions> options, IOptions<ComparisonOptions> comparison, TimeProvider time)
{
    private static readonly IReadOnlyDictionary<string, StringValues> Json =
        new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json" };

    private static readonly SeenAnswer Nothing = new(0, "", [], []);

    private readonly NoticeableHeaders _headers = new(comparison.Value.IgnoredHeaders);

    /// <summary>Learns from an answer that is compared as well.</summary>
    public void Learn(CapturedExchange exchange) =>
        shapes.Add(exchange.Plan.Route, KindOf(exchange), exchange.Plan.ServedBy, Read(exchange, exchange.Response), step: null);

    /// <param name="exchange">The exchange.</param>
    /// <param name="copy">The copy of its answer that is judged; one that is altered teaches nothing.</param>
    public ShapeJudgement Judge(CapturedExchange exchange, CapturedResponse copy)
    {
        var (plan, answer, isTrue) = (exchange.Plan, Read(exchange, copy), ReferenceEquals(copy, exchange.Response));
        var step = jobs.Follow(exchange, answer, isTrue);
        var (differences, known) = shapes.Read(plan.Route, KindOf(exchange), plan.ServedBy, (own, other) =>
        {
            var held = new ShapeDifferences(own, other, options.Value);
            return (plan.ServedBy == Side.Modern ? held.OfModern(answer, step) : held.OfLegacy(answer), Describe(other, answer));
        });

        if (isTrue)
            shapes.Add(plan.Route, KindOf(exchange), plan.ServedBy, answer, step);

        var pair = plan.ServedBy == Side.Modern ? exchange.PairOf(known, copy) : exchange.PairOf(copy, known);
        differences = copy.Exception is { } thrown ? [new(Location.Status, DivergenceKind.Exception, $"{known.Status}", thrown)] : differences;
        return new(pair, differences is null ? null : Compare(pair, differences));
    }

    /// <summary>
    /// What an answer has to say by what is known of the other side, by place in its body (RFC 6901): the value where no other is known, what is known in
    /// words where there always is one. What may be left out is not there.
    /// </summary>
    public IReadOnlyDictionary<string, string> Expected(CapturedExchange exchange)
    {
        var answer = Read(exchange, exchange.Response);
        return shapes.Read(exchange.Plan.Route, KindOf(exchange), exchange.Plan.ServedBy, (_, other) =>
        {
            var known = other.Statuses.GetValueOrDefault(answer.Status)?.Phases.GetValueOrDefault(answer.Phase);
            return answer.Values
                .Where(value => value.At.Part == ResponsePart.Body && !value.IsOfForm && known is not null && known.Places.ContainsKey(value.Place) && (value.Parent is not { } parent || known.IsAlways(value.Place, parent)))
                .ToDictionary(value => value.At.Path, value => known!.Places[value.Place] is var place && place.IsOne && place.Has(value) ? value.Written : place.Describe(), StringComparer.Ordinal);
        });
    }

    /// <summary>Of a notice only what it says: how it is written is the connection's.</summary>
    private SeenAnswer Read(CapturedExchange exchange, CapturedResponse answer) =>
        answer.Exception is not null ? Nothing with { Status = answer.Status }
        : Whole(exchange, answer) is var seen && exchange.IsNotice ? seen with { Values = [.. seen.Values.Where(value => !value.IsOfForm)] }
        : seen;

    private SeenAnswer Whole(CapturedExchange exchange, CapturedResponse answer) =>
        AnswerReader.Read(answer.At is null ? answer with { At = exchange.At } : answer, exchange.Job, exchange.Request.Headers.ContainsKey("Origin"), _headers, new Redactor(rules.Current.Redaction, exchange.Plan.Route), comparison.Value.MaxDecodedBytes);

    private Comparison Compare(ResponsePair pair, IReadOnlyList<Difference> differences)
    {
        var found = new DifferenceList(rules.Current.For(pair, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)));
        foreach (var difference in differences)
            found.Add(difference.At, difference.Kind, difference.Legacy, difference.Modern);

        return found.Of(pair, rules.Current.Redaction.Secrets);
    }

    /// <summary>What is known of the other side, in the place of an answer: a value at each place, in words.</summary>
    private static CapturedResponse Describe(RouteShape other, SeenAnswer answer)
    {
        var status = other.Statuses.ContainsKey(answer.Status) || other.Statuses.Count == 0 ? answer.Status : other.Statuses.MaxBy(known => known.Value.Samples).Key;
        var places = other.Statuses.GetValueOrDefault(status)?.Phases.GetValueOrDefault(answer.Phase)?.Places ?? [];
        var words = places.Where(place => place.Key.StartsWith('/')).ToDictionary(place => place.Key, place => place.Value.Describe(), StringComparer.Ordinal);
        return new(status, "", Json, JsonSerializer.SerializeToUtf8Bytes(words, DescribedJson.Readable.DictionaryStringString));
    }

    /// <summary>What answers are alike: those to one of the usual methods, since a client may make up others, or notices of one name.</summary>
    private static string KindOf(CapturedExchange exchange) => exchange.IsNotice ? exchange.Request.RawTarget
        : exchange.Request.Method is "GET" or "HEAD" or "POST" or "PUT" or "DELETE" or "OPTIONS" or "PATCH" ? exchange.Request.Method : "other";
}

/// <summary>What judging one answer came to.</summary>
/// <param name="Pair">The answer, and what is known of the other side's in words.</param>
/// <param name="Comparison">How it differs; null while too little is known.</param>
internal sealed record ShapeJudgement(ResponsePair Pair, Comparison? Comparison)
{
    public ShapeOutcome Outcome => Comparison?.Outcome switch
    {
        null => ShapeOutcome.Learned,
        Model.Outcome.Match => ShapeOutcome.Match,
        Model.Outcome.OnPurpose => ShapeOutcome.OnPurpose,
        _ => ShapeOutcome.Diverged,
    };
}

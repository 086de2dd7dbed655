using Strangler.CommandLine.Cases;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;

namespace Strangler.CommandLine.Parity;

/// <summary>Sends the cases of one sequence to both sides at the same time, and compares.</summary>
internal sealed class CasePlayer(Side legacy, Side modern, ResponseComparison comparison, Pace pace, TimeProvider time)
{
    private readonly CapturedValues _legacyValues = new();
    private readonly CapturedValues _modernValues = new();

    public async Task<CaseResult> PlayAsync(Case one, CancellationToken cancellationToken)
    {
        if (one.NotSent is { } reason)
            return new(one, CaseOutcome.NotSent, reason);

        if (one.Uses.FirstOrDefault(name => !_legacyValues.Has(name) || !_modernValues.Has(name)) is { } missing)
            return new(one, CaseOutcome.NotComparable, $"it needs {Placeholder.Of(missing)}, which {(_legacyValues.Has(missing) ? modern.Name : legacy.Name)} did not give");

        // A value may hold what a request cannot: an answer is no better than a recording.
        var (toLegacy, toModern) = (_legacyValues.PutInto(one), _modernValues.PutInto(one));
        if ((toLegacy.WhyNot() ?? toModern.WhyNot()) is { } broken)
            return new(one, CaseOutcome.NotComparable, broken);

        await pace.WaitAsync(one.At, cancellationToken);
        var answers = await Task.WhenAll(
            AskAsync(legacy, one, toLegacy, cancellationToken), AskAsync(modern, one, toModern, cancellationToken));
        return Judge(one, answers[0], answers[1]);
    }

    private async Task<SideAnswer> AskAsync(Side side, Case one, CaseRequest request, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var answer = await side.SendAsync(request, cancellationToken);
            if (one.Until is not { } until || answer.Response is null || until.IsOver(answer.Response))
                return answer;

            if (time.GetElapsedTime(start) > until.Limit)
                return answer with { Response = null, Failure = $"{side.Name}: the answer did not come to {until.Pattern} within {until.Limit.TotalSeconds:0.###} s" };

            await Task.Delay(Waiting.Interval, time, cancellationToken);
        }
    }

    private CaseResult Judge(Case one, SideAnswer left, SideAnswer right)
    {
        if (left.Response is { } fromLegacy)
            _legacyValues.Learn(one, fromLegacy);
        if (right.Response is { } fromModern)
            _modernValues.Learn(one, fromModern);

        var result = WhyNotCompared(left, right) is var (outcome, detail) ? new CaseResult(one, outcome, detail) : Compare(one, left.Response!, right.Response!);
        return result with { Legacy = left, Modern = right };
    }

    private static (CaseOutcome Outcome, string Detail)? WhyNotCompared(SideAnswer left, SideAnswer right)
    {
        if (string.Join("; ", new[] { left.Failure, right.Failure }.OfType<string>()) is { Length: > 0 } failure)
            return (left.IsOversize || right.IsOversize ? CaseOutcome.NotComparable : CaseOutcome.Unable, failure);

        // As in the shadow: a side that refused (429) has said nothing about the request.
        return (left.Response!.Status, right.Response!.Status) switch
        {
            (429, not 429) => (CaseOutcome.NotComparable, "legacy refused (429): lift its connection limit, or lower --concurrency and --rate"),
            (not 429, 429) => (CaseOutcome.NotComparable, "modern refused (429): lift its connection limit, or lower --concurrency and --rate"),
            _ when WhoAnswered.IsLegacy(left.Response, right.Response) => (CaseOutcome.NotComparable, "legacy answered in modern's place: the gateway has this route, or this job, at legacy or shadow"),
            _ => null,
        };
    }

    private CaseResult Compare(Case one, CapturedResponse left, CapturedResponse right)
    {
        var judgement = comparison.RedactedResultOf(new(one.Route, one.Request.Method, one.Request.Headers, _legacyValues.Mask(left), _modernValues.Mask(right)) { Target = one.Request.Target, RequestBody = one.Request.Body ?? [] });
        if (judgement.NotComparable is { } reason)
            return new(one, CaseOutcome.NotComparable, reason);

        var outcome = judgement.Outcome switch
        {
            Outcome.Match => CaseOutcome.Match,
            Outcome.OnPurpose => CaseOutcome.OnPurpose,
            _ => CaseOutcome.Diverged,
        };
        return new(one, outcome) { Divergences = judgement.Divergences, Suppressed = judgement.Suppressed };
    }
}

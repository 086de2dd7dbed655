using Strangler.ShadowDiff.Mirror;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Processing;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Rerun;

/// <summary>Sends a stored request to both sides now, at the same time, and compares what they say.</summary>
internal sealed class ExchangeRerun(IShadowedRoutes routes, BothSides sides, RulesInForce rules, TimeProvider time)
{
    /// <summary>Null when <see cref="RunAsync"/> would send it.</summary>
    public string? WhyNot(string route, StoredRequest stored) => RerunRequest.From(stored, route, routes).Refusal;

    public async Task<RerunResult> RunAsync(string route, StoredRequest stored, CancellationToken cancellationToken)
    {
        var request = RerunRequest.From(stored, route, routes);
        if (request.Refusal is { } refusal)
            return Failed(refusal);

        var answers = await sides.AskAsync(new(request.Plan!, request.Request!, Nothing, TimeSpan.Zero, time.GetUtcNow()), cancellationToken);
        return answers.Comparison switch
        {
            null => Failed(string.Join(" ", WhyNone(Side.Legacy, answers.Legacy), WhyNone(Side.Modern, answers.Modern)).Trim()),
            { NotComparable: { } obstacle } => Failed($"The answers cannot be compared ({KebabName<UncomparedReason>.Of(obstacle)})."),
            var comparison => await ShowAsync(request, answers, comparison),
        };
    }

    private static CapturedResponse Nothing { get; } = new(0, "", new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>(), []);

    private static string? WhyNone(Side side, MirrorResult result) =>
        result.Failure is { } reason ? $"{side} gave no answer ({KebabName<UncomparedReason>.Of(reason)}): {result.Detail}" : null;

    private async Task<RerunResult> ShowAsync(RerunRequest request, BothAnswers answers, Comparison comparison)
    {
        var redactor = new Redactor(rules.Current.Redaction, request.Plan!.Route);
        return new(
            time.GetUtcNow(),
            null,
            await ExchangeRecorder.RecordAsync(answers.Legacy.Response!, redactor),
            await ExchangeRecorder.RecordAsync(answers.Modern.Response!, redactor),
            [.. comparison.Divergences.Select(found => new RerunDivergence(found.Fingerprint, KebabName<DivergenceKind>.Of(found.Difference.Kind), found.At, found.OnPurpose))],
            request.LeftOut);
    }

    private RerunResult Failed(string why) => new(time.GetUtcNow(), why, null, null, [], []);
}

using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Mirror;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Rerun;

/// <summary>Sends a stored request to both sides now, at the same time, and compares what they say.</summary>
internal sealed class ExchangeRerun(
    IShadowedRoutes routes, LegacyMirror legacy, ModernMirror modern, ResponseComparison comparer, IOptions<ShadowDiffOptions> options, TimeProvider time)
{
    /// <summary>Null when <see cref="RunAsync"/> would send it.</summary>
    public string? WhyNot(string route, StoredRequest stored) => RerunRequest.From(stored, route, routes).Refusal;

    public async Task<RerunResult> RunAsync(string route, StoredRequest stored, CancellationToken cancellationToken)
    {
        var request = RerunRequest.From(stored, route, routes);
        if (request.Refusal is { } refusal)
        {
            return Failed(refusal);
        }

        using var limit = new CancellationTokenSource(options.Value.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var exchange = new CapturedExchange(request.Plan!, request.Request!, Nothing, TimeSpan.Zero, time.GetUtcNow());
        var answers = await Task.WhenAll(
            AskAsync("Legacy", legacy.SendAsync(exchange, both.Token), cancellationToken),
            AskAsync("Modern", Task.Run(() => modern.SendAsync(exchange, both.Token), both.Token), cancellationToken));
        return answers is [{ Response: { } ofLegacy }, { Response: { } ofModern }]
            ? await CompareAsync(request, ofLegacy, ofModern)
            : Failed(string.Join(" ", answers.Select(answer => answer.Failure).OfType<string>()));
    }

    private static CapturedResponse Nothing { get; } = new(0, "", new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>(), []);

    private async Task<(CapturedResponse? Response, string? Failure)> AskAsync(string side, Task<CapturedResponse> answer, CancellationToken cancellationToken)
    {
        try
        {
            // A module that ignores its token is left behind.
            return (await answer.WaitAsync(options.Value.Timeout, time, cancellationToken), null);
        }
        catch (Exception ex) when (ex is OperationCanceledException or TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            return (null, $"{side} did not answer within {options.Value.Timeout.TotalSeconds:0.##} s.");
        }
        catch (Exception ex) when (ex is HttpRequestException or IOException or OversizeException or UriFormatException)
        {
            return (null, $"{side} gave no answer: {ex.Message}");
        }
    }

    private async Task<RerunResult> CompareAsync(RerunRequest request, CapturedResponse ofLegacy, CapturedResponse ofModern)
    {
        var pair = new ResponsePair(request.Plan!.Route, request.Request!.Method, request.Request.Headers, ofLegacy, ofModern);
        var comparison = comparer.Compare(pair);
        return new(
            time.GetUtcNow(),
            null,
            await ExchangeRecorder.RecordAsync(ofLegacy),
            await ExchangeRecorder.RecordAsync(ofModern),
            [.. comparison.Divergences.Select(found => new RerunDivergence(found.Fingerprint, KebabName<DivergenceKind>.Of(found.Difference.Kind), found.At, found.OnPurpose))],
            request.LeftOut);
    }

    private RerunResult Failed(string why) => new(time.GetUtcNow(), why, null, null, [], []);
}

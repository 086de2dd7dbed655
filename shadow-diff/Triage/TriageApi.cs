using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Triage;

/// <summary>QA's verbs over HTTP, for one divergence and for many at once. Every change needs a reason and a name, for the audit.</summary>
internal static class TriageApi
{
    /// <summary>Writes quotes as quotes: the answers are read in terminals, and never stand inside HTML.</summary>
    private static readonly TriageJson Readable = new(new JsonSerializerOptions(TriageJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static void MapTriageApi(this IEndpointRouteBuilder routes)
    {
        foreach (var (name, summary, verb) in new (string, string, Verb)[]
        {
            ("accept", "Accepts a divergence until a day.", AcceptAsync), ("fixed", "Marks a divergence as fixed.", MarkFixedAsync), ("reopen", "Opens a divergence again.", ReopenAsync),
        })
        {
            routes.MapPost($"/api/divergences/{{fingerprint}}/{name}", (string fingerprint, HttpRequest request, TriageDesk desk, CancellationToken cancellationToken) =>
                JudgeOneAsync(verb, fingerprint, request, desk, cancellationToken))
                .Reads(typeof(TriageRequest)).Answers(summary, typeof(TriageEntry), 404, 500);
            routes.MapPost($"/api/divergences/{name}", (HttpRequest request, TriageDesk desk, CancellationToken cancellationToken) =>
                JudgeManyAsync(verb, request, desk, cancellationToken))
                .Reads(typeof(TriageManyRequest)).Answers($"{summary} The same of several: all of them, or none.", typeof(TriageManyAnswer), 404, 500);
        }
    }

    private delegate Task<TriageOutcome> Verb(TriageDesk desk, IReadOnlyCollection<string> fingerprints, TriageRequest said, CancellationToken cancellationToken);

    private static Task<TriageOutcome> AcceptAsync(TriageDesk desk, IReadOnlyCollection<string> fingerprints, TriageRequest said, CancellationToken cancellationToken) =>
        !string.IsNullOrWhiteSpace(said.Second) && AuditedBody.FaultOfName("second", said.Second) is { } fault ? Task.FromResult(TriageOutcome.Refused(fault))
        : DateOnly.TryParseExact(said.Expires, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? desk.AcceptAsync(fingerprints, day, said.Who!, said.Second, said.Reason!, cancellationToken)
            : Task.FromResult(TriageOutcome.Refused($"'expires' is '{said.Expires}'; send the last day as 2027-01-31."));

    private static Task<TriageOutcome> MarkFixedAsync(TriageDesk desk, IReadOnlyCollection<string> fingerprints, TriageRequest said, CancellationToken cancellationToken) =>
        desk.MarkFixedAsync(fingerprints, said.Who!, said.Reason!, cancellationToken);

    private static Task<TriageOutcome> ReopenAsync(TriageDesk desk, IReadOnlyCollection<string> fingerprints, TriageRequest said, CancellationToken cancellationToken) =>
        desk.ReopenAsync(fingerprints, said.Who!, said.Reason!, cancellationToken);

    private static async Task<IResult> JudgeOneAsync(Verb verb, string fingerprint, HttpRequest request, TriageDesk desk, CancellationToken cancellationToken)
    {
        var (body, error) = await AuditedBody.ReadAsync(request, TriageJson.Default.TriageRequest, static body => (body.Who, body.Reason), cancellationToken);
        return body is null
            ? RefusedChange.Answer(StatusCodes.Status400BadRequest, error!)
            : await AnswerAsync(verb(desk, [fingerprint], body, cancellationToken), entries => TypedResults.Json(entries[0], Readable.TriageEntry), refusals => (refusals[0].Why, null));
    }

    private static async Task<IResult> JudgeManyAsync(Verb verb, HttpRequest request, TriageDesk desk, CancellationToken cancellationToken)
    {
        var (body, error) = await AuditedBody.ReadAsync(request, TriageJson.Default.TriageManyRequest, static body => (body.Who, body.Reason), cancellationToken);
        if (body is null)
            return RefusedChange.Answer(StatusCodes.Status400BadRequest, error!);

        return body.Fingerprints is not { Count: > 0 and <= TriageDesk.MostAtOnce } chosen || chosen.Contains(null!)
            ? RefusedChange.Answer(StatusCodes.Status400BadRequest, $"'fingerprints' must be an array of 1 to {TriageDesk.MostAtOnce} fingerprints.")
            : await AnswerAsync(
                verb(desk, chosen, new(body.Reason, body.Who, body.Expires, body.Second), cancellationToken),
                entries => TypedResults.Json(new TriageManyAnswer(entries), Readable.TriageManyAnswer),
                refusals => refusals is [{ Fingerprint: null, Why: var why }] ? (why, null)
                    : ($"Nothing is changed: {refusals.Count} of {chosen.Distinct().Count()} are refused.", [.. refusals.Select(Words)]));
    }

    private static async Task<IResult> AnswerAsync(
        Task<TriageOutcome> change, Func<IReadOnlyList<TriageEntry>, IResult> answer, Func<IReadOnlyList<TriageRefusal>, (string, IReadOnlyList<string>?)> refuse)
    {
        try
        {
            var outcome = await change;
            if (outcome.Refusals.Count == 0)
                return answer(outcome.Entries);

            var (error, errors) = refuse(outcome.Refusals);
            return RefusedChange.Answer(outcome.IsUnknown ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest, error, errors);
        }
        catch (StoreException ex)
        {
            return RefusedChange.NotWritten(ex);
        }
    }

    private static string Words(TriageRefusal refusal) => refusal.Divergence is { } divergence
        ? $"{refusal.Fingerprint} ({divergence.Route}: {divergence.Place.Kind} at {PlainText.Escape(divergence.Place.At)}): {refusal.Why}"
        : refusal.Why;
}

/// <summary>Body of <c>POST /api/divergences/{fingerprint}/…</c>; <c>expires</c>, a day such as 2027-01-31, and <c>second</c>, who agrees, for <c>accept</c> only.</summary>
internal sealed record TriageRequest(string? Reason, string? Who, string? Expires = null, string? Second = null);

/// <summary>Body of <c>POST /api/divergences/…</c>: the same of several at once.</summary>
internal sealed record TriageManyRequest(IReadOnlyList<string>? Fingerprints, string? Reason, string? Who, string? Expires = null, string? Second = null);

/// <summary>What is in force of each, in the order that was asked for.</summary>
internal sealed record TriageManyAnswer(IReadOnlyList<TriageEntry> Divergences);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(TriageRequest))]
[JsonSerializable(typeof(TriageManyRequest))]
[JsonSerializable(typeof(TriageManyAnswer))]
[JsonSerializable(typeof(TriageEntry))]
internal sealed partial class TriageJson : JsonSerializerContext;

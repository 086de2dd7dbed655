using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Triage;

/// <summary>QA's verbs over HTTP. Every change needs a reason and a name, for the audit.</summary>
internal static class TriageApi
{
    /// <summary>Writes quotes as quotes: the answers are read in terminals, and never stand inside HTML.</summary>
    private static readonly TriageJson Readable = new(new JsonSerializerOptions(TriageJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static void MapTriageApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/divergences/{fingerprint}/accept", Accept);
        routes.MapPost("/api/divergences/{fingerprint}/fixed", MarkFixed);
        routes.MapPost("/api/divergences/{fingerprint}/reopen", Reopen);
    }

    private static Task<IResult> Accept(string fingerprint, HttpRequest request, TriageDesk desk, CancellationToken cancellationToken) =>
        ChangeAsync(request, body => !string.IsNullOrWhiteSpace(body.Second) && AuditedBody.FaultOf("second", body.Second) is { } fault ? Task.FromResult(new TriageOutcome(null, fault))
            : DateOnly.TryParseExact(body.Expires, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? desk.AcceptAsync(fingerprint, day, body.Who!, body.Second, body.Reason!, cancellationToken)
            : Task.FromResult(new TriageOutcome(null, $"'expires' is '{body.Expires}'; send the last day as 2027-01-31.")), cancellationToken);

    private static Task<IResult> MarkFixed(string fingerprint, HttpRequest request, TriageDesk desk, CancellationToken cancellationToken) =>
        ChangeAsync(request, body => desk.MarkFixedAsync(fingerprint, body.Who!, body.Reason!, cancellationToken), cancellationToken);

    private static Task<IResult> Reopen(string fingerprint, HttpRequest request, TriageDesk desk, CancellationToken cancellationToken) =>
        ChangeAsync(request, body => desk.ReopenAsync(fingerprint, body.Who!, body.Reason!, cancellationToken), cancellationToken);

    private static async Task<IResult> ChangeAsync(HttpRequest request, Func<TriageRequest, Task<TriageOutcome>> change, CancellationToken cancellationToken)
    {
        var (body, error) = await AuditedBody.ReadAsync(request, TriageJson.Default.TriageRequest, static body => (body.Who, body.Reason), cancellationToken);
        if (body is null)
            return Refused(StatusCodes.Status400BadRequest, error!);

        try
        {
            return await change(body) switch
            {
                { Entry: { } entry } => TypedResults.Json(entry, Readable.TriageEntry),
                { IsUnknown: true, Refusal: var refusal } => Refused(StatusCodes.Status404NotFound, refusal!),
                { Refusal: var refusal } => Refused(StatusCodes.Status400BadRequest, refusal!),
            };
        }
        catch (StoreException ex)
        {
            return Refused(StatusCodes.Status500InternalServerError, $"In force, but not on the disk before that can be written: {ex.Message}");
        }
    }

    private static JsonHttpResult<TriageError> Refused(int status, string error) => TypedResults.Json(new TriageError(error), Readable.TriageError, statusCode: status);
}

/// <summary>Body of <c>POST /api/divergences/{fingerprint}/…</c>; <c>expires</c>, a day such as 2027-01-31, and <c>second</c>, who agrees, for <c>accept</c> only.</summary>
internal sealed record TriageRequest(string? Reason, string? Who, string? Expires, string? Second = null);

/// <summary>The management API's form of an error; here there is only ever one.</summary>
internal sealed record TriageError(string Error, IReadOnlyList<string>? Errors = null);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(TriageRequest))]
[JsonSerializable(typeof(TriageEntry))]
[JsonSerializable(typeof(TriageError))]
internal sealed partial class TriageJson : JsonSerializerContext;

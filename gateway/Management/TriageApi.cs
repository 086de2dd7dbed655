using System.Globalization;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Triage;

namespace Strangler.Gateway.Management;

/// <summary>QA's verbs over HTTP. Every change needs a reason and a name, for the audit.</summary>
internal static class TriageApi
{
    public static void MapTriageApi(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/divergences/{fingerprint}/accept", Accept);
        routes.MapPost("/api/divergences/{fingerprint}/fixed", MarkFixed);
        routes.MapPost("/api/divergences/{fingerprint}/reopen", Reopen);
    }

    private static Task<IResult> Accept(string fingerprint, HttpRequest request, TriageDesk desk, CancellationToken cancellationToken) =>
        ChangeAsync(request, body => DateOnly.TryParseExact(body.Expires, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? desk.AcceptAsync(fingerprint, day, body.Who!, body.Reason!, cancellationToken)
            : Task.FromResult(new TriageOutcome(null, $"'expires' is '{body.Expires}'; send the last day as 2027-01-31.")), cancellationToken);

    private static Task<IResult> MarkFixed(string fingerprint, HttpRequest request, TriageDesk desk, CancellationToken cancellationToken) =>
        ChangeAsync(request, body => desk.MarkFixedAsync(fingerprint, body.Who!, body.Reason!, cancellationToken), cancellationToken);

    private static Task<IResult> Reopen(string fingerprint, HttpRequest request, TriageDesk desk, CancellationToken cancellationToken) =>
        ChangeAsync(request, body => desk.ReopenAsync(fingerprint, body.Who!, body.Reason!, cancellationToken), cancellationToken);

    private static async Task<IResult> ChangeAsync(HttpRequest request, Func<TriageRequest, Task<TriageOutcome>> change, CancellationToken cancellationToken)
    {
        var (body, error) = await AuditedBody.ReadAsync(request, TriageJson.Default.TriageRequest, cancellationToken);
        if (body is null)
            return error!;

        try
        {
            return await change(body) switch
            {
                { Entry: { } entry } => TypedResults.Json(entry, TriageJson.Readable.TriageEntry),
                { IsUnknown: true, Refusal: var refusal } => ManagementErrors.NotFound(refusal!),
                { Refusal: var refusal } => ManagementErrors.BadRequest(refusal!),
            };
        }
        catch (StoreException ex)
        {
            return ManagementErrors.Failed($"In force, but not on the disk before that can be written: {ex.Message}");
        }
    }
}

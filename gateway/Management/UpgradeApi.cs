using Strangler.Contract.Management;
using Strangler.Gateway.Drain;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Triage;

namespace Strangler.Gateway.Management;

/// <summary>An upgrade over HTTP: which program takes the place is no caller's to say.</summary>
internal static class UpgradeApi
{
    public static void MapUpgradeApi(this IEndpointRouteBuilder routes) => routes.MapPost("/api/upgrade", UpgradeAsync)
            .Reads(typeof(UpgradeRequest))
            .Answers("Has a new gateway take the place of this one.", typeof(UpgradeResponse), 422);

    private static async Task<IResult> UpgradeAsync(HttpRequest request, Succession succession, CancellationToken cancellationToken)
    {
        var (body, error) = await AuditedBody.ReadAsync(request, ManagementJson.Default.UpgradeRequest, static body => (body.Who, body.Reason), cancellationToken);
        if (body is null)
            return ManagementErrors.BadRequest(error!);

        var (process, problem) = await succession.BeginAsync(body.Who!, body.Reason!);
        return problem is not null
            ? ManagementErrors.Unprocessable(problem)
            : TypedResults.Json(new UpgradeResponse(process, Environment.ProcessId), ManagementJson.Readable.UpgradeResponse);
    }
}

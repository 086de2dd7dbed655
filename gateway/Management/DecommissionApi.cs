using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Strangler.Contract.Management;
using Strangler.Gateway.Decommission;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Reports.Page;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Management;

/// <summary><c>GET /api/decommission</c>: whether legacy can be switched off.</summary>
internal static class DecommissionApi
{
    private const int UsualDays = 7, MostDays = 3650;

    public static void MapDecommission(this IEndpointRouteBuilder routes) => routes.MapGet("/api/decommission", GetAsync).Takes("days")
        .Answers("Whether legacy can be switched off, and what still reaches it.", typeof(DecommissionResponse), 500);

    private static async Task<IResult> GetAsync([FromQuery] string? days, LegacyFarewell legacy, CancellationToken cancellationToken)
    {
        var asked = UsualDays;
        if (!string.IsNullOrEmpty(days) && (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out asked) || asked is < 1 or > MostDays))
            return ManagementErrors.BadRequest($"'days' is '{days}'; send a number from 1 to {MostDays}.");

        try
        {
            return TypedResults.Json(await legacy.LookAsync(asked, cancellationToken), ManagementJson.Readable.DecommissionResponse);
        }
        catch (StoreException exception)
        {
            return ManagementErrors.Failed(exception.Message);
        }
    }
}

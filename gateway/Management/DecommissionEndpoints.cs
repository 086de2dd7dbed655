using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Strangler.Contract.Management;
using Strangler.Gateway.Decommission;
using Strangler.Gateway.Management.Pages;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Reports.Page;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Management;

/// <summary>Whether legacy can be switched off: <c>/decommission</c> as a page, <c>GET /api/decommission</c> as JSON.</summary>
internal static class DecommissionEndpoints
{
    private const int UsualDays = 7, MostDays = 3650;

    public static void MapDecommission(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/decommission", GetPageAsync).Takes("days")
            .AnswersText("Whether legacy can be switched off, as a page.", "text/html", 500);
        routes.MapGet("/api/decommission", GetAsync).Takes("days")
            .Answers("Whether legacy can be switched off, and what still reaches it.", typeof(DecommissionResponse), 500);
    }

    private static async Task<IResult> GetAsync([FromQuery] string? days, LegacyFarewell legacy, CancellationToken cancellationToken)
    {
        if (!TryRead(days, out var asked, out var error))
            return ManagementErrors.BadRequest(error);

        try
        {
            return TypedResults.Json(await legacy.LookAsync(asked, cancellationToken), ManagementJson.Readable.DecommissionResponse);
        }
        catch (StoreException exception)
        {
            return ManagementErrors.Failed(exception.Message);
        }
    }

    private static async Task GetPageAsync(HttpContext context, [FromQuery] string? days, LegacyFarewell legacy)
    {
        if (!TryRead(days, out var asked, out var error))
        {
            await PageAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, error);
            return;
        }

        try
        {
            await PageAnswer.WriteAsync<DecommissionPage>(context, (nameof(DecommissionPage.Farewell), await legacy.LookAsync(asked, context.RequestAborted)), BoardEndpoints.Script);
        }
        catch (StoreException exception)
        {
            await PageAnswer.RefuseAsync(context, StatusCodes.Status500InternalServerError, exception.Message);
        }
    }

    private static bool TryRead(string? days, out int asked, out string error)
    {
        (asked, error) = (UsualDays, "");
        if (!string.IsNullOrEmpty(days) && (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out asked) || asked is < 1 or > MostDays))
            error = $"'days' is '{days}'; send a number from 1 to {MostDays}.";
        return error.Length == 0;
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Strangler.ShadowDiff.Reports.Page;

/// <summary>What a day, or a build of modern, has changed on a route: as a page and as JSON.</summary>
internal static class ChangeEndpoints
{
    public static void MapChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/reports/{route}/changes", (HttpContext context, string route, string? day, string? build) => AnswerAsync(
            context, route, day, build, change => PageAnswer.WriteAsync<ChangesPage>(context, (nameof(ChangesPage.Change), change)), PageAnswer.RefuseAsync)).Takes(ChangeQuery.Names);
        routes.MapGet("/api/reports/{route}/changes", (HttpContext context, string route, string? day, string? build) => AnswerAsync(
            context, route, day, build, change => JsonAnswer.WriteAsync(context, change, ReportJson.Readable.RouteChange), JsonAnswer.RefuseAsync)).Takes(ChangeQuery.Names);
    }

    private static async Task AnswerAsync(
        HttpContext context, string route, string? day, string? build, Func<RouteChange, Task> answer, Func<HttpContext, int, string, Task> refuse)
    {
        var today = DateOnly.FromDateTime(context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime);
        var (query, error) = ChangeQuery.Parse(day, build, today);
        if (query is null)
        {
            await refuse(context, StatusCodes.Status400BadRequest, error!);
            return;
        }

        var (change, refusal) = await context.RequestServices.GetRequiredService<ViewReader>().ChangesAsync(route, query, context.RequestAborted);
        await (change is null ? refuse(context, StatusCodes.Status404NotFound, refusal ?? FindingEndpoints.NoRoute(context, route)) : answer(change));
    }
}

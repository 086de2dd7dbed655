using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strangler.ShadowDiff.Descriptions;

namespace Strangler.ShadowDiff.Reports.Page;

/// <summary>What a day, or a build of modern, has changed on a route: as a page and as JSON.</summary>
internal static class ChangeEndpoints
{
    public static void MapChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/reports/{route}/changes", (HttpContext context, string route, string? day, string? build) => AnswerAsync(
            context, route, day, build, change => PageAnswer.WriteAsync<ChangesPage>(context, (nameof(ChangesPage.Change), change)), PageAnswer.RefuseAsync)).Takes(ChangeQuery.Names)
            .AnswersText("What a day, or a build, has changed on a route, as a page.", "text/html", 404);
        routes.MapGet("/api/reports/{route}/changes", (HttpContext context, string route, string? day, string? build) => AnswerAsync(
            context, route, day, build, change => JsonAnswer.WriteAsync(context, change, ReportJson.Readable.RouteChange), JsonAnswer.RefuseAsync)).Takes(ChangeQuery.Names)
            .Answers("What a day, or a build, has changed on a route.", typeof(RouteChange), 404);
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

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Settings;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Reports.Page;

/// <summary>Fingerprints searched, filtered and sorted, of a route or of all: as a page and as JSON.</summary>
internal static class FindingEndpoints
{
    public static void MapFindings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/reports/{route}", GetRouteAsync).Takes(FindingQuery.NamesOfOne).AnswersText("A route and its divergences, as a page.", "text/html", 404);
        routes.MapGet("/divergences", GetAllAsync).Takes(FindingQuery.Names).AnswersText("The divergences of all routes, as a page.", "text/html", 404);
        routes.MapGet("/api/divergences", GetJsonAsync).Takes(FindingQuery.Names).Answers("Divergences, a page of them.", typeof(FindingPage), 404);
    }

    /// <summary>That there is no such route, with the nearest one.</summary>
    public static string NoRoute(HttpContext context, string route) =>
        $"There is no route '{route}' that is compared; {NearestName.Advice(route, context.RequestServices.GetRequiredService<IShadowedRoutes>().Names, "compared are")}.";

    private static async Task GetRouteAsync(HttpContext context, string route)
    {
        var (query, error) = Parse(context);
        if (query is null)
            await PageAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, error!);
        else if (await Views(context).RouteAsync(route, query, context.RequestAborted) is { } view)
            await PageAnswer.WriteAsync<RoutePage>(context, (nameof(RoutePage.Shown), view));
        else
            await PageAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, NoRoute(context, route));
    }

    private static async Task GetAllAsync(HttpContext context)
    {
        var (query, error) = Parse(context);
        if (query is null)
            await PageAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, error!);
        else if (await Views(context).FindingsAsync(query, context.RequestAborted) is { } page)
            await PageAnswer.WriteAsync<DivergencesPage>(context, (nameof(DivergencesPage.View), (page, Views(context).Known)));
        else
            await PageAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, NoRoute(context, query.Route!));
    }

    private static async Task GetJsonAsync(HttpContext context)
    {
        var (query, error) = Parse(context);
        if (query is null)
            await JsonAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, error!);
        else if (await Views(context).FindingsAsync(query, context.RequestAborted) is { } page)
            await JsonAnswer.WriteAsync(context, page, ReportJson.Readable.FindingPage);
        else
            await JsonAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, NoRoute(context, query.Route!));
    }

    private static (FindingQuery? Query, string? Error) Parse(HttpContext context) =>
        FindingQuery.Parse(context.Request.Query.Select(argument => KeyValuePair.Create(argument.Key, argument.Value.LastOrDefault())));

    private static ViewReader Views(HttpContext context) => context.RequestServices.GetRequiredService<ViewReader>();
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Strangler.Settings;

namespace Strangler.ShadowDiff.Reports.Page;

/// <summary>The arguments that an address takes in its query, said of its endpoint.</summary>
public sealed record QueryArguments(IReadOnlyList<string> Names)
{
    /// <summary>What is wrong with the names of a query; null when nothing is. Who mistypes one would take the answer for what he asked.</summary>
    public string? FaultOf(IQueryCollection query) =>
        query.Keys.FirstOrDefault(name => !Names.Contains(name)) is { } stray
            ? $"'{stray}' is no argument here; {(Names.Count > 0 ? NearestName.Advice(stray, Names, "they are") : "this address takes none")}."
            : null;
}

/// <summary>How endpoints say which arguments they take, and are held to it.</summary>
public static class QueryArgumentsExtensions
{
    /// <summary>Names the arguments of an address, or none: all others are refused. Said of a group, it holds for those of its addresses that do not say more.</summary>
    public static T Takes<T>(this T endpoint, params IReadOnlyList<string> names)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new QueryArguments(names));

    /// <summary>Answers 400 where a request has other arguments than its endpoint takes. Stands after routing.</summary>
    public static IApplicationBuilder UseQueryArguments(this IApplicationBuilder app) => app.Use((HttpContext context, RequestDelegate next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<QueryArguments>()?.FaultOf(context.Request.Query) is not { } fault ? next(context)
        : context.Request.Path.StartsWithSegments("/api") ? JsonAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, fault)
        : PageAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, fault));
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Strangler.Settings;

namespace Strangler.ShadowDiff.Reports.Page;

/// <summary>The arguments that an address takes in its query, said of its endpoint.</summary>
public sealed record QueryArguments(IReadOnlyList<string> Names)
{
    /// <summary>What is wrong with a query, whatever the values mean; null when nothing is. Who mistypes a name, or sends two values, would take the answer for what he asked.</summary>
    public string? FaultOf(IQueryCollection query) =>
        query.Keys.FirstOrDefault(name => !Names.Contains(name)) is { } stray
            ? $"'{stray}' is no argument here; {(Names.Count > 0 ? NearestName.Advice(stray, Names, "they are") : "this address takes none")}."
            : query.FirstOrDefault(argument => argument.Value.Count > 1) is { Key: { } name, Value: [var one, var other, ..] } ? $"'{name}' is '{one}' and '{other}'; send it once." : null;

    /// <summary>The query without its empty arguments: one is as good as none.</summary>
    public static IQueryCollection Given(IQueryCollection query) =>
        new QueryCollection(query.Where(argument => !string.IsNullOrEmpty(argument.Value)).ToDictionary(StringComparer.OrdinalIgnoreCase));
}

/// <summary>How endpoints say which arguments they take, and are held to it.</summary>
public static class QueryArgumentsExtensions
{
    /// <summary>Names the arguments of an address, or none: all others are refused. Said of a group, it holds for those of its addresses that do not say more.</summary>
    public static T Takes<T>(this T endpoint, params IReadOnlyList<string> names)
        where T : IEndpointConventionBuilder => endpoint.WithMetadata(new QueryArguments(names));

    /// <summary>Answers 400 where a request has other arguments than its endpoint takes, or one of them twice; takes off those that are empty. Stands after routing.</summary>
    public static IApplicationBuilder UseQueryArguments(this IApplicationBuilder app) => app.Use((HttpContext context, RequestDelegate next) =>
    {
        var request = context.Request;
        if (context.GetEndpoint()?.Metadata.GetMetadata<QueryArguments>() is not { } arguments)
            return next(context);

        if (arguments.FaultOf(request.Query) is not { } fault)
        {
            request.Query = QueryArguments.Given(request.Query);
            return next(context);
        }

        return request.Path.StartsWithSegments("/api") ? JsonAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, fault) : PageAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, fault);
    });
}

using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Routing;
using Strangler.Services.Descriptions;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.ApiDocuments;

/// <summary>The public port: what each module says that it answers. Legacy answers the same, but for what differs on purpose.</summary>
internal sealed class PublicDocument(EndpointDataSource endpoints, RouteTable table, IShadowedRoutes gateway) : IOpenApiDocumentTransformer
{
    private const string Text = """
        What clients of the CyberBackup API server are answered, by legacy or by a module. HEAD is GET without a body. A method that a path does not name here is answered 405 (a client at its limit: 429);
        GET and HEAD of a path for POST alone are answered 404, POST of one with a doubled slash is redirected (308). What is no valid HTTP is answered 400, a line or a header that is too long 414 or 431, before any route is looked for.
        """;

    private static readonly JsonShape Error = JsonShape.Of(("error", JsonShape.Text));

    /// <summary>What any route may be answered.</summary>
    private static readonly DescribedAnswer[] OfAll =
    [
        DescribedAnswer.Json(StatusCodes.Status429TooManyRequests, Error, "The client has too many requests under way."),
        DescribedAnswer.Page(StatusCodes.Status500InternalServerError, "It failed."),
        DescribedAnswer.Json(StatusCodes.Status502BadGateway, Error, "Legacy answers the route, and cannot be reached."),
        DescribedAnswer.Json(StatusCodes.Status504GatewayTimeout, Error, "Legacy answers the route, and is too slow."),
    ];

    private static readonly DescribedAnswer[] OfOptions = [new(StatusCodes.Status200OK, "'Allow' names the methods.", "*/*")];

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "CyberBackup API", Version = CommandLine.Version, Description = Text.ReplaceLineEndings(" ") };
        document.Servers = gateway.PublicAddress is { } address ? [new OpenApiServer { Url = address.GetLeftPart(UriPartial.Authority) }] : [];
        document.Tags = table.Routes.Order(StringComparer.Ordinal)
            .Select(route => new OpenApiTag { Name = route, Description = table.Modules.ContainsKey(route) ? null : "Legacy alone answers it." })
            .ToHashSet();

        var described = from endpoint in endpoints.Endpoints.OfType<RouteEndpoint>()
                        where endpoint.Metadata.GetMetadata<ModernEndpoint>() is not null
                        from path in PathsOf(endpoint.RoutePattern.RawText!)
                        from method in endpoint.Metadata.GetMetadata<DescribedMethods>()?.Names ?? []
                        group endpoint by (path, method);
        foreach (var path in described.GroupBy(one => one.Key.path).OrderBy(path => path.Key, StringComparer.Ordinal))
        {
            document.Paths[path.Key] = new OpenApiPathItem
            {
                Operations = path.ToDictionary(one => HttpMethod.Parse(one.Key.method), one => OperationOf(document, path.Key, one.Key.method, [.. one])),
            };
        }

        return Task.CompletedTask;
    }

    /// <summary>OpenAPI has no parameter that takes slashes, or nothing.</summary>
    private static string[] PathsOf(string pattern) =>
        pattern.IndexOf("{**", StringComparison.Ordinal) is >= 0 and var at ? [pattern[..at], pattern.Replace("{**", "{", StringComparison.Ordinal)] : [pattern];

    /// <summary>Two routes may share a path, and differ in an argument.</summary>
    private static OpenApiOperation OperationOf(OpenApiDocument document, string path, string method, IReadOnlyList<RouteEndpoint> endpoints)
    {
        var isOptions = HttpMethods.IsOptions(method) && !All<DescribedMethods>(endpoints).Any(methods => methods.HasOwnOptions);
        var answers = isOptions ? [.. OfOptions, OfAll[0]] : All<DescribedAnswer>(endpoints).Concat(OfAll);
        var bodies = All<DescribedBody>(endpoints).ToList();
        return new OpenApiOperation
        {
            OperationId = OperationId.Of(method, path),
            Tags = endpoints.Select(endpoint => new OpenApiTagReference(endpoint.Metadata.GetRequiredMetadata<RouteName>().Value, document)).ToHashSet(),
            Summary = string.Join(' ', All<IEndpointSummaryMetadata>(endpoints).Select(summary => summary.Summary).Distinct()),
            Parameters = [.. ParametersOf(path, isOptions ? [] : All<DescribedArgument>(endpoints))],
            RequestBody = !HttpMethods.IsPost(method) || bodies.Count == 0 ? null : new OpenApiRequestBody
            {
                Content = bodies.ToDictionary(body => body.MediaType, body => MediaType(document, body.Shape is null ? [] : [body.Shape])),
            },
            Responses = ResponsesOf(document, answers, hasBody: !HttpMethods.IsHead(method)),
        };
    }

    private static IEnumerable<T> All<T>(IEnumerable<RouteEndpoint> endpoints)
        where T : class => endpoints.SelectMany(endpoint => endpoint.Metadata.GetOrderedMetadata<T>()).Distinct();

    private static IEnumerable<IOpenApiParameter> ParametersOf(string path, IEnumerable<DescribedArgument> arguments)
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        if (path.IndexOf('{') is >= 0 and var at)
            yield return new OpenApiParameter { Name = path[(at + 1)..^1], In = ParameterLocation.Path, Required = true, Schema = text };
        foreach (var argument in arguments)
            yield return new OpenApiParameter { Name = argument.Name, In = ParameterLocation.Query, Description = argument.Meaning, Schema = text };
    }

    private static OpenApiResponses ResponsesOf(OpenApiDocument document, IEnumerable<DescribedAnswer> answers, bool hasBody)
    {
        var responses = new OpenApiResponses();
        foreach (var status in answers.GroupBy(answer => answer.Status).OrderBy(status => status.Key))
        {
            responses[status.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join(' ', status.Select(answer => answer.Meaning).Distinct()),
                Content = !hasBody ? null : status.Where(answer => answer.MediaType is not null).GroupBy(answer => answer.MediaType!)
                    .ToDictionary(media => media.Key, media => MediaType(document, [.. media.Select(answer => answer.Shape).OfType<JsonShape>()])),
            };
        }

        return responses;
    }

    private static OpenApiMediaType MediaType(OpenApiDocument document, IReadOnlyList<JsonShape> shapes) => new()
    {
        Schema = shapes switch
        {
            [] => null,
            [var one] => SchemaOf(document, one),
            _ => new OpenApiSchema { AnyOf = [.. shapes.Select(shape => SchemaOf(document, shape))] },
        },
    };

    private static OpenApiSchema SchemaOf(OpenApiDocument document, JsonShape shape) =>
        OpenApiModelFactory.Parse<OpenApiSchema>(shape.Schema, OpenApiSpecVersion.OpenApi3_1, document, out _, OpenApiConstants.Json)!;
}

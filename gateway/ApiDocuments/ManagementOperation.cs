using System.Globalization;
using System.Net.Mime;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Reports.Page;

namespace Strangler.Gateway.ApiDocuments;

/// <summary>What ASP.NET Core does not find at an endpoint of the management port: its name, arguments that it reads itself, refusals, further forms.</summary>
internal sealed class ManagementOperation : IOpenApiOperationTransformer
{
    /// <summary>Of the guard, and of arguments that are none.</summary>
    private static readonly int[] OfAll = [StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden];

    private static readonly int[] OfChanges = [StatusCodes.Status408RequestTimeout, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType];

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var path = "/" + context.Description.RelativePath;
        var method = context.Description.HttpMethod!;
        operation.OperationId = OperationId.Of(method, path);
        operation.Tags = new HashSet<OpenApiTagReference>(); // names of classes; null is passed over

        var content = operation.Responses![StatusCodes.Status200OK.ToString(CultureInfo.InvariantCulture)].Content!;
        foreach (var form in metadata.OfType<FurtherForms>().SelectMany(forms => forms.MediaTypes))
            content[form] = new OpenApiMediaType();

        // Whoever asks whether the gateway lives is refused nothing: such an address says nothing of its arguments.
        if (metadata.OfType<QueryArguments>().LastOrDefault() is not { } arguments)
            return Task.CompletedTask;

        var known = (operation.Parameters ??= []).Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in arguments.Names.Where(known.Add))
            operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });

        foreach (var status in metadata.OfType<DescribedRefusals>().SelectMany(refusals => refusals.Statuses).Concat(OfAll).Concat(HttpMethods.IsPost(method) ? OfChanges : []).Distinct().Order())
            operation.Responses[status.ToString(CultureInfo.InvariantCulture)] = Refusal(status, isPage: !path.StartsWith("/api/", StringComparison.Ordinal), context.Document!);
        return Task.CompletedTask;
    }

    private static OpenApiResponse Refusal(int status, bool isPage, OpenApiDocument document)
    {
        var content = new Dictionary<string, OpenApiMediaType>
        {
            [MediaTypeNames.Application.Json] = new() { Schema = new OpenApiSchemaReference(ManagementDocument.Error, document) },
        };
        if (isPage)
            content[MediaTypeNames.Text.Plain] = new();
        return new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(status), Content = content };
    }
}

using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Strangler.Gateway.Configuration;

namespace Strangler.Gateway.ApiDocuments;

/// <summary>What the management port's document says of the port as a whole.</summary>
internal sealed class ManagementDocument : IOpenApiDocumentTransformer
{
    /// <summary>The schema of every refusal: <c>errors</c> where there are several, or null.</summary>
    public const string Error = "Error";

    private const string Bearer = "token";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Strangler gateway: management",
            Version = CommandLine.Version,
            Description = "The operator's and QA's port. GET reads, HEAD is GET without a body, POST changes; docs/api.md has examples.",
        };
        document.Tags = new HashSet<OpenApiTag>(); // names of classes
        document.AddComponent(Error, new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Required = new HashSet<string> { "error" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["error"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What is wrong, and what to do." },
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array | JsonSchemaType.Null,
                    Items = new OpenApiSchema { Type = JsonSchemaType.String },
                    Description = "Each of several; null, or not there, for one.",
                },
            },
        });
        foreach (var body in document.Components!.Schemas!.Where(schema => schema.Key.EndsWith("Request", StringComparison.Ordinal)).Select(schema => schema.Value))
            DemandRequired(body);
        document.AddComponent(Bearer, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Gateway:ManagementToken, where one is set." });
        document.Security = [new OpenApiSecurityRequirement(), new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
        return Task.CompletedTask;
    }

    /// <summary>The types of bodies take null, so that a refusal can say what is missing.</summary>
    private static void DemandRequired(IOpenApiSchema body)
    {
        foreach (var name in body.Required ?? new HashSet<string>())
        {
            if (body.Properties?[name] is OpenApiSchema { Type: { } type } member)
                member.Type = type & ~JsonSchemaType.Null;
        }
    }
}

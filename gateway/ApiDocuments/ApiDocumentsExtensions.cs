using Microsoft.OpenApi;
using Strangler.ShadowDiff.Reports.Page;

namespace Strangler.Gateway.ApiDocuments;

/// <summary>The OpenAPI documents of both ports, made from what the endpoints say of themselves when somebody asks for one.</summary>
internal static class ApiDocumentsExtensions
{
    public const string Public = "public";
    public const string Management = "management";

    public static void AddApiDocuments(this IServiceCollection services)
    {
        // No module's endpoint names its methods to routing, as it answers all of them; ASP.NET Core therefore describes those of the management port only.
        services.AddOpenApi(Public, document =>
        {
            document.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            document.ShouldInclude = static _ => false;
            document.AddDocumentTransformer<PublicDocument>();
        });
        services.AddOpenApi(Management, document =>
        {
            document.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            document.ShouldInclude = static _ => true;
            document.AddOperationTransformer<ManagementOperation>();
            document.AddDocumentTransformer<ManagementDocument>();
        });
    }

    /// <summary><c>GET /openapi/public.json</c> and <c>/openapi/management.json</c>.</summary>
    public static void MapApiDocuments(this IEndpointRouteBuilder routes) =>
        routes.MapOpenApi($"/openapi/{{documentName:regex(^({Public}|{Management})$)}}.json").Takes();
}

using Microsoft.Extensions.Options;
using Strangler.Contract.Management;
using Strangler.Gateway.Testers;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Management;

/// <summary><c>GET /api/tester-links</c>: what to give a tester who has a browser.</summary>
internal static class TesterLinks
{
    public static void MapTesterLinks(this IEndpointRouteBuilder routes) => routes.MapGet("/api/tester-links", Get)
        .Answers("Addresses that set or end a tester's choice of the side.", typeof(TesterLinksResponse), 404);

    private static IResult Get(HttpRequest request, IOptions<TesterOptions> options, IShadowedRoutes gateway, IServiceProvider services) =>
        !options.Value.IsOn ? ManagementErrors.NotFound("Testers cannot choose a side here: Gateway:TesterSecret is not set.")
        : gateway.PublicAddress is not { } address ? ManagementErrors.NotFound("The public port is not open.")
        : TypedResults.Json(Of(new UriBuilder(address) { Host = request.Host.Host }.Uri, services.GetRequiredService<TesterPasses>()), ManagementJson.Readable.TesterLinksResponse);

    // A cookie belongs to a host: the links have the one that the operator has used, which is not always the one that is listened at.
    private static TesterLinksResponse Of(Uri address, TesterPasses passes)
    {
        return new(Link(passes.Legacy), Link(passes.Modern), Link(passes.Off));

        string Link(string pass) => new Uri(address, $"/?{TesterMiddleware.Pass}={pass}").AbsoluteUri;
    }
}

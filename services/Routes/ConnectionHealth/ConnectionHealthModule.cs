using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.ConnectionHealth;

/// <summary>Serves <c>GET /api/server/connection_health</c>: always empty, as in legacy (contract 5 and 8.2, Q28).</summary>
public static class ConnectionHealthModule
{
    public static IServiceCollection AddConnectionHealth(this IServiceCollection services) => services;

    public static IEndpointConventionBuilder MapConnectionHealth(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskGet("/api/server/connection_health",
            """{"connections":{},"success":true}"""u8)
            .WithSummary("No connection is ever known (contract 5).");
}

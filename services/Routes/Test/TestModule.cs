using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Test;

/// <summary>Serves <c>POST /api/test</c>: one constant answer (contract 5).</summary>
public static class TestModule
{
    public static IServiceCollection AddTest(this IServiceCollection services) => services;

    public static IEndpointConventionBuilder MapTest(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskPost("/api/test",
            """{"message":"POST test successful","success":true}"""u8)
            .WithSummary("Answers that a POST arrives.");
}

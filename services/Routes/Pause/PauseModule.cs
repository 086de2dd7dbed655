using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Pause;

/// <summary>Serves <c>POST /api/pause</c>: it pauses nothing, as in legacy (contract 5, Q27).</summary>
public static class PauseModule
{
    public static IServiceCollection AddPause(this IServiceCollection services) => services;

    public static IEndpointConventionBuilder MapPause(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskPost("/api/pause",
            """{"message":"Pause command acknowledged (note: C++ client handles transfers atomically)","success":true}"""u8)
            .WithSummary("Takes notice; the backup client transfers a file as a whole.");
}

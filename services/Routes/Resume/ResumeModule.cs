using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Resume;

/// <summary>Serves <c>POST /api/resume</c>: it resumes nothing, as in legacy (contract 5, Q27).</summary>
public static class ResumeModule
{
    public static IServiceCollection AddResume(this IServiceCollection services) => services;

    public static IEndpointConventionBuilder MapResume(this IEndpointRouteBuilder routes) =>
        routes.MapFlaskPost("/api/resume",
            """{"message":"Resume command acknowledged","success":true}"""u8)
            .WithSummary("Takes notice; the backup client transfers a file as a whole.");
}

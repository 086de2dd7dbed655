using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Strangler.Gateway.Tests;

/// <summary>Stands where Flask stands when a test needs to see who answered, not what: says "legacy", the method and the raw target.</summary>
internal sealed class LegacyStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _paths = new();

    private LegacyStub(RequestDelegate? answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(context =>
        {
            if (context.Request is not { Path.Value: "/socket.io/", QueryString.HasValue: false }) // by which the gateway asks whether it is there
                _paths.Enqueue(context.Request.Path.Value!);
            return answer is null ? AnswerAsync(context) : answer(context);
        });
    }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public int Requests => _paths.Count;

    /// <summary>Of all requests, in the order in which they came.</summary>
    public IEnumerable<string> Paths => _paths;

    public static async Task<LegacyStub> StartAsync(RequestDelegate? answer = null)
    {
        var stub = new LegacyStub(answer);
        await stub._app.StartAsync(TestContext.Current.CancellationToken);
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static Task AnswerAsync(HttpContext context) =>
        context.Response.WriteAsync($"legacy {context.Request.Method} {context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget}", context.RequestAborted);
}

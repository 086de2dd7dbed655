using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Strangler.CommandLine.Parity;

namespace Strangler.CommandLine.Tests.Parity;

/// <summary>A real HTTP server as one side: answers as the test says, by the target as it stood on the request line.</summary>
internal sealed class AnsweringServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AnsweringServer(Func<string, HttpResponse, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(context => answer(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, context.Response));
    }

    public static Task<AnsweringServer> StartAsync(Func<string, string> json, CancellationToken cancellationToken) =>
        StartAsync((target, response) => response.WriteAsync(json(target), cancellationToken), cancellationToken);

    public static async Task<AnsweringServer> StartAsync(Func<string, HttpResponse, Task> answer, CancellationToken cancellationToken)
    {
        var server = new AnsweringServer((target, response) =>
        {
            response.ContentType = "application/json";
            return answer(target, response);
        });
        await server._app.StartAsync(cancellationToken);
        return server;
    }

    public Side As(string name) => new(name, new Uri(_app.Urls.First()), TimeSpan.FromSeconds(10), TimeProvider.System);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

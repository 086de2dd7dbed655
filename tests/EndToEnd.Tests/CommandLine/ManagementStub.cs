using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Strangler.EndToEnd.Tests.CommandLine;

/// <summary>A real HTTP server that gives canned answers and keeps what it was asked: states a gateway cannot be brought to at will.</summary>
internal sealed class ManagementStub : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ManagementCall> _calls = [];

    private ManagementStub(int status, Func<string, string> bodyOf)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            _calls.Enqueue(new ManagementCall(
                $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}", await reader.ReadToEndAsync(context.RequestAborted),
                context.Request.ContentType, context.Request.Headers.Authorization));
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(bodyOf(context.Request.Path), context.RequestAborted);
        });
    }

    public Uri Address => new(_app.Urls.First());

    public IReadOnlyCollection<ManagementCall> Calls => _calls;

    public static Task<ManagementStub> StartAsync(int status, string body, CancellationToken cancellationToken) => StartAsync(status, _ => body, cancellationToken);

    /// <param name="status">Of every answer.</param>
    /// <param name="bodyOf">The body for a path.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<ManagementStub> StartAsync(int status, Func<string, string> bodyOf, CancellationToken cancellationToken)
    {
        var stub = new ManagementStub(status, bodyOf);
        await stub._app.StartAsync(cancellationToken);
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

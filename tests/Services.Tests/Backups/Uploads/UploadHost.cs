using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strangler.Services.Backups.Uploads;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Backups.Uploads;

/// <summary>A Kestrel on a free loopback port that stores uploads and answers what came of them.</summary>
internal sealed class UploadHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryFolder _folder = new();
    private readonly TaskCompletionSource<Upload> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private UploadHost(WebApplication app)
    {
        _app = app;
        app.MapPost("/", StoreAsync);
    }

    /// <summary>What came of the first upload, also when its client does not hear of it.</summary>
    public Task<Upload> Result => _result.Task;

    public IEnumerable<string> Names => Directory.EnumerateFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path));

    public static async Task<UploadHost> StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(server => server.Limits.MaxRequestBodySize = null);
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection([new("Services:Uploads:BufferSize", "65536")]);
        builder.Services.AddRoutingCore().AddUploads(builder.Configuration.GetSection("Services"));
        var host = new UploadHost(builder.Build());
        await host._app.StartAsync(cancellationToken);
        return host;
    }

    public Task<RawConnection> ConnectAsync(CancellationToken cancellationToken) =>
        RawConnection.OpenAsync(new Uri(_app.Urls.Single()), cancellationToken);

    /// <summary>Waits until a file of at least that size is in the folder; the caller's token ends the wait.</summary>
    public Task StoredAsync(long bytes, CancellationToken cancellationToken) => Eventually.GetAsync(
        () => new DirectoryInfo(_folder.Path).EnumerateFiles().Select(file => file.Length).ToList(), sizes => sizes.Any(size => size >= bytes), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StoreAsync(HttpContext context)
    {
        try
        {
            var upload = await context.RequestServices.GetRequiredService<UploadReader>()
                .ReadAsync(context.Request, _folder.Path, "upload_", context.RequestAborted);
            _result.TrySetResult(upload);
            await context.Response.WriteAsync(upload is Upload.Refused refused ? refused.Problem.ToString() : "stored");
        }
        catch (OperationCanceledException)
        {
            _result.TrySetCanceled(CancellationToken.None);
            throw;
        }
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.Services.Configuration;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Stop;

/// <summary>Answers that it stopped; whether it does is a setting (Q27). The answer waits for the cancellation only briefly.</summary>
internal sealed partial class StopService(
    IBackupCancellation cancellation,
    IOptions<ServicesOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<StopService> logger)
{
    private static readonly Answer Sent = Answer.Json(Body);

    private readonly ServicesOptions _options = options.Value;

    public static ReadOnlySpan<byte> Body =>
        """{"message":"Stop command sent (note: C++ client handles connection lifecycle independently)","success":true}"""u8;

    public Task SendAsync(HttpContext context) => _options.StopCancels ? CancelAndSendAsync(context) : Sent.SendAsync(context);

    private async Task CancelAndSendAsync(HttpContext context)
    {
        // A job must not survive because its client hung up, so the request's own token is not used.
        var patience = Task.Delay(_options.StopPatience, time, CancellationToken.None);
        await Task.WhenAny(Task.Run(CancelAsync, CancellationToken.None), patience);
        await Sent.SendAsync(context);
    }

    private async Task CancelAsync()
    {
        try
        {
            await cancellation.CancelAllAsync(lifetime.ApplicationStopping);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogCancellationFailed(error);
        }
    }

    [LoggerMessage(LogLevel.Error, "/api/stop could not cancel the running backups; it answered as if it had.")]
    private partial void LogCancellationFailed(Exception error);
}

using System.Net;

namespace Strangler.Launcher.Children;

/// <summary>Asks an address over HTTP whether it serves.</summary>
internal static class HealthCheck
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(3),
    };

    /// <summary>Completes when the address answers 200.</summary>
    public static async Task PassesAsync(Uri address, CancellationToken cancellationToken)
    {
        while (await StatusAsync(address, cancellationToken) is not { Status: HttpStatusCode.OK })
            await Task.Delay(Interval, TimeProvider.System, cancellationToken);
    }

    /// <summary>The status of one GET, or why there is none.</summary>
    public static async Task<(HttpStatusCode? Status, string? Problem)> StatusAsync(Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (answer.StatusCode, null);
        }
        catch (HttpRequestException exception)
        {
            return (null, exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"no answer within {Client.Timeout.TotalSeconds:0} s");
        }
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Mirror;

/// <summary>Runs the modern endpoint in process on a copy of the request, with a context and a service scope of its own.</summary>
internal sealed class ModernMirror(IHttpContextFactory contexts, IOptions<CaptureOptions> options)
{
    private readonly int _limit = options.Value.MaxBodyBytes;

    /// <exception cref="OversizeException">The answer is above the cap.</exception>
    public async Task<CapturedResponse> SendAsync(CapturedExchange exchange, CancellationToken cancellationToken)
    {
        var response = new ShadowResponse(exchange.Request.Method, _limit);
        var context = contexts.Create(ShadowFeatures.Create(exchange.Request, response, cancellationToken));
        context.Features.Set(new ShadowedRequest(exchange.Plan.Route, exchange.TraceId));
        try
        {
            await exchange.Plan.Modern!(context);
            await response.CompleteAsync();
            return CapturedResponse.Take(context, response.Copy);
        }
        catch (Exception ex) when (ex is not OversizeException && !cancellationToken.IsCancellationRequested)
        {
            return CapturedResponse.Thrown(ex);
        }
        finally
        {
            await response.RunCompletedAsync();
            contexts.Dispose(context);
        }
    }
}

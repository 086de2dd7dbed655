using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Strangler.Services.Realtime.Pages;

namespace Strangler.Services.Realtime.Hub;

/// <summary>Whose pages may open a socket: those that may open a session of Socket.IO (contract 9.2, <c>Services:Realtime:Origins</c>).</summary>
internal sealed class AcceptedOrigins(IOptions<RealtimeOptions> options)
{
    private readonly IReadOnlySet<string> _accepted = options.Value.AcceptedOrigins;

    /// <summary>Origins are compared exactly; what is no page has none, and is accepted.</summary>
    public bool Accept(HttpRequest request)
    {
        var origins = request.Headers.Origin;
        return origins.Count == 0 || (origins.Count == 1 && (origins[0] is not { Length: > 0 } origin || _accepted.Contains(origin)));
    }
}

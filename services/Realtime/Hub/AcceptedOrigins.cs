using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Strangler.Services.Realtime.Hub;

/// <summary>Whose pages may open a socket: the rule of Socket.IO (contract 9.2).</summary>
internal sealed class AcceptedOrigins(IOptions<HubOptions> options)
{
    /// <summary>Origins are compared exactly; what is no page has none, and is accepted.</summary>
    public bool Accept(HttpRequest request) => request.Headers.Origin is [] or [""] || request.Headers.Origin is [{ } origin] && options.Value.AcceptedOrigins.Contains(origin);
}

using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Strangler.Services.Realtime.WebSockets;

/// <summary>A connection that has become a WebSocket.</summary>
internal interface IOpenedSocket
{
    /// <summary>What the client sends.</summary>
    PipeReader Client { get; }

    /// <summary>Takes what the client is sent.</summary>
    Stream Server { get; }

    /// <summary>Cancelled when the connection is gone.</summary>
    CancellationToken Closed { get; }

    /// <summary>Ends the connection at once.</summary>
    void Abort();

    /// <summary>Carries it until <paramref name="serve"/> is done, which may be after the request.</summary>
    Task ServeAsync(Func<Task> serve);
}

/// <summary>One that lasts as long as its request, where the host has no <see cref="SocketHandover"/>.</summary>
internal sealed class RequestSocket(HttpContext context, Stream server) : IOpenedSocket
{
    public PipeReader Client { get; } = context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Input;

    public Stream Server => server;

    public CancellationToken Closed => context.RequestAborted;

    public void Abort() => context.Abort();

    public Task ServeAsync(Func<Task> serve) => serve();
}

using System.Diagnostics.CodeAnalysis;

namespace Strangler.Gateway.Legacy;

/// <summary>
/// Whether legacy answers, or ends the connection, while a request's body is on its way. Legacy answers early what it does not want to
/// read (contract 3.7) and closes; its answer is its last word on the body, so the rest is neither sent nor waited for.
/// </summary>
/// <remarks>
/// <c>SocketsHttpHandler</c> reads no answer before it has written the whole body, and loses the answer when writing fails
/// (dotnet/yarp#1501, dotnet/runtime#57186). So two streams keep up appearances for it: <see cref="EarlyAnswerStream"/> towards legacy
/// takes what nobody wants any more, <see cref="EarlyAnswerBody"/> towards the client makes up the announced length.
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer holds nothing, and the connection may end after the request.")]
internal sealed class EarlyAnswer
{
    private static readonly HttpRequestOptionsKey<EarlyAnswer> Key = new(nameof(EarlyAnswer));

    private readonly CancellationTokenSource _begun = new();

    /// <summary>Cancelled once no more of the body is to be sent.</summary>
    public CancellationToken Begun => _begun.Token;

    public bool HasBegun => _begun.IsCancellationRequested;

    /// <summary>The one of this request; null when it has no body.</summary>
    public static EarlyAnswer? Of(HttpRequestMessage request) => request.Options.TryGetValue(Key, out var early) ? early : null;

    /// <summary>Watches for an early answer to a request with a body.</summary>
    public static void Watch(HttpContext context, HttpRequestMessage request)
    {
        if (request.Content is not { } content || context.Features.Get<ClientBody>() is not { } client) // YARP gives a bare POST an empty content
            return;
        var early = new EarlyAnswer();
        request.Options.Set(Key, early);
        var body = new EarlyAnswerBody(context.Request.Body, client, early, content.Headers.ContentLength);
        context.Request.Body = body;
        context.Response.RegisterForDispose(body);
    }

    public void Begin() => _ = _begun.CancelAsync(); // what waits for it goes on by itself
}

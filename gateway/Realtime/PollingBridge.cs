using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Strangler.Services.Flask;
using Strangler.Services.Realtime.EngineIo;

namespace Strangler.Gateway.Realtime;

/// <summary>
/// The polls of pages that legacy serves: they go to legacy as they are, and their pages hear of modern's jobs, get answers about them and can be
/// asked to connect anew, as with a WebSocket (<see cref="BridgedSocket"/>).
/// </summary>
internal sealed class PollingBridge(PollingSessions sessions, StatusAnswers answers, SocketShadow shadow, IOptions<RealtimeOptions> options)
{
    /// <summary>Longer bodies are no question about a job.</summary>
    private const int LongestRead = 64 * 1024;

    /// <summary>An event that legacy does not know, and passes over: in the place of a question that is answered here.</summary>
    private static readonly byte[] Answered = "42[\"answered\"]"u8.ToArray();

    /// <param name="context">A request of Engine.IO that legacy is to answer.</param>
    /// <param name="next">Hands it to legacy.</param>
    /// <param name="isRead">Whether modern may run jobs, or legacy's answers are compared.</param>
    public Task HandleAsync(HttpContext context, RequestDelegate next, bool isRead)
    {
        if (SidOf(context.Request) is not { } sid || sessions.Of(sid, () => shadow.IsOn ? shadow.Watch() : null) is not { } session)
            return next(context);

        session.Heard();
        session.IsBridged |= isRead;
        return session.IsOver ? EngineAnswer.InvalidSession.SendAsync(context)
            : !session.IsBridged ? next(context)
            : HttpMethods.IsPost(context.Request.Method) ? PostAsync(context, next, sid, session)
            : PollAsync(context, next, sid, session);
    }

    /// <summary>Null for what is no poll of a session's, or is none that can be read: with JSONP, or of an origin that is to be refused.</summary>
    private string? SidOf(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsPost(request.Method))
        && QueryArgument.First(request, "sid") is { Length: > 0 and <= 64 } sid
        && QueryArgument.First(request, "transport") is null or "polling"
        && QueryArgument.First(request, "j") is null
        && request.Headers.Origin.ToString() is var origin && (origin.Length == 0 || options.Value.AcceptedOrigins.Contains(origin))
            ? sid
            : null;

    private async Task PollAsync(HttpContext context, RequestDelegate next, string sid, PollingSession session)
    {
        try
        {
            context.Request.Headers.Remove("Accept-Encoding"); // so that what legacy says can be read
            var answer = await session.PollAsync(stop => DetachedRequest.SendAsync(context, next, stop), context.Request.Headers.Origin.ToString(), context.RequestAborted);
            if (session.IsClosed || answer is { Status: >= StatusCodes.Status400BadRequest and < StatusCodes.Status500InternalServerError })
                sessions.Remove(sid);
            await (answer is null ? EngineAnswer.InvalidSession.SendAsync(context) : SendAsync(context, answer));
        }
        catch (OperationCanceledException)
        {
            // The page has gone, and may come back for what there is; or the gateway stops.
            if (!context.RequestAborted.IsCancellationRequested)
                await EngineAnswer.InvalidSession.SendAsync(context);
        }
    }

    private async Task PostAsync(HttpContext context, RequestDelegate next, string sid, PollingSession session)
    {
        var request = context.Request;
        if (request.ContentLength is not (> 0 and <= LongestRead and var length) || request.Headers.ContentEncoding.Count > 0)
        {
            await next(context);
            return;
        }

        var body = new byte[length];
        await request.Body.ReadExactlyAsync(body, context.RequestAborted);
        var packets = PollingSession.PacketsOf(body).ToList();
        for (var i = 0; i < packets.Count; i++)
        {
            if (answers.PacketsTo(packets[i]) is { } told && told.All(session.Offer))
                packets[i] = Answered;
            else
                session.Asked(packets[i]);
        }

        body = PollingSession.BodyOf(packets);
        (request.Body, request.ContentLength) = (new MemoryStream(body), body.Length);
        context.Features.Set<IRequestBodyPipeFeature>(new RequestBodyPipeFeature(context)); // The one that is there has been read to its end.
        await next(context);
        if (!packets.Exists(static packet => packet.Span is [(byte)'1']))
            return;
        session.Close();
        if (session.Polls == 0)
            sessions.Remove(sid);
    }

    private static Task SendAsync(HttpContext context, DetachedAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = answer.Reason;
        foreach (var (name, values) in answer.Headers)
            response.Headers[name] = values;
        return response.Body.WriteAsync(answer.Body, context.RequestAborted).AsTask();
    }
}

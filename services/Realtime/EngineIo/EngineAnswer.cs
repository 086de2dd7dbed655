using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>An answer in the form of legacy's Engine.IO: chunked, with none of Flask's headers (contract 9.1).</summary>
/// <param name="Status">Its status code.</param>
/// <param name="Reason">Its reason phrase.</param>
/// <param name="Text">Its body.</param>
public sealed record EngineAnswer(int Status, string Reason, string Text)
{
    /// <summary>400: the page's origin is none of those that may open a session (contract 9.2).</summary>
    public static readonly EngineAnswer NotAcceptedOrigin = BadRequest("Not an accepted origin.");

    /// <summary>400: nobody knows the session, or not any more: its page connects anew.</summary>
    public static readonly EngineAnswer InvalidSession = BadRequest("Invalid session");

    internal static readonly EngineAnswer MethodNotFound = new(StatusCodes.Status405MethodNotAllowed, "METHOD NOT FOUND", "Method Not Found");

    internal static readonly EngineAnswer UnsupportedVersion = BadRequest("The client is using an unsupported version of the Socket.IO or Engine.IO protocols");
    internal static readonly EngineAnswer InvalidTransport = BadRequest("Invalid transport");
    internal static readonly EngineAnswer InvalidUpgrade = BadRequest("Invalid websocket upgrade");
    internal static readonly EngineAnswer InvalidIndex = BadRequest("Invalid JSONP index number");
    internal static readonly EngineAnswer InvalidPayload = BadRequest("Invalid payload");
    internal static readonly EngineAnswer InvalidMethod = BadRequest("Invalid method");
    internal static readonly EngineAnswer TooLarge = new(StatusCodes.Status413PayloadTooLarge, "REQUEST ENTITY TOO LARGE", "\"Payload too large\"");

    /// <summary>429 and no error of ours: the client's doing, as over <c>/ws</c>.</summary>
    internal static readonly EngineAnswer TooManySessionsOfAddress = new(StatusCodes.Status429TooManyRequests, "TOO MANY REQUESTS", "\"Too many sessions from this address\"");

    internal static readonly EngineAnswer TooManySessions = new(StatusCodes.Status503ServiceUnavailable, "SERVICE UNAVAILABLE", "\"Too many sessions\"");

    private const string Plain = "text/plain";
    private const string Packets = "text/plain; charset=UTF-8";

    /// <summary>What Engine.IO says to a method that it does not know: what is wrong with the query comes first (contract 9.1).</summary>
    public static EngineAnswer ToUnknownMethod(HttpRequest request)
    {
        var asked = EngineRequest.Of(request, EngineOptions.Legacy);
        return asked.Refusal ?? (asked.HasValidIndex ? MethodNotFound : InvalidIndex);
    }

    internal static EngineAnswer Ok(string text) => new(StatusCodes.Status200OK, "OK", text);

    /// <summary>Sends it; a HEAD gets no body.</summary>
    public Task SendAsync(HttpContext context) => SendAsync(context, Status, Reason, Plain, Encoding.ASCII.GetBytes(Text));

    /// <summary>Sends what a poll is answered.</summary>
    internal static Task SendPacketsAsync(HttpContext context, ReadOnlyMemory<byte> body) =>
        SendAsync(context, StatusCodes.Status200OK, "OK", Packets, EngineCompression.Apply(context, body));

    private static async Task SendAsync(HttpContext context, int status, string reason, string type, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.StatusCode = status;
        context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = reason;
        response.ContentType = type;
        await response.StartAsync(context.RequestAborted);
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private static EngineAnswer BadRequest(string message) => new(StatusCodes.Status400BadRequest, "BAD REQUEST", $"\"{message}\"");
}

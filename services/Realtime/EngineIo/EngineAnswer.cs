using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>An answer in the form of legacy's Engine.IO: chunked, with none of Flask's headers (contract 9.1).</summary>
/// <param name="Status">Its status code.</param>
/// <param name="Reason">Its reason phrase.</param>
/// <param name="Text">Its body.</param>
internal sealed record EngineAnswer(int Status, string Reason, string Text)
{
    public static readonly EngineAnswer NotAcceptedOrigin = BadRequest("Not an accepted origin.");
    public static readonly EngineAnswer UnsupportedVersion = BadRequest("The client is using an unsupported version of the Socket.IO or Engine.IO protocols");
    public static readonly EngineAnswer InvalidTransport = BadRequest("Invalid transport");
    public static readonly EngineAnswer InvalidSession = BadRequest("Invalid session");
    public static readonly EngineAnswer InvalidUpgrade = BadRequest("Invalid websocket upgrade");
    public static readonly EngineAnswer InvalidIndex = BadRequest("Invalid JSONP index number");
    public static readonly EngineAnswer InvalidPayload = BadRequest("Invalid payload");
    public static readonly EngineAnswer InvalidMethod = BadRequest("Invalid method");
    public static readonly EngineAnswer MethodNotFound = new(StatusCodes.Status405MethodNotAllowed, "METHOD NOT FOUND", "Method Not Found");
    public static readonly EngineAnswer TooLarge = new(StatusCodes.Status413PayloadTooLarge, "REQUEST ENTITY TOO LARGE", "\"Payload too large\"");
    public static readonly EngineAnswer TooManySessions = new(StatusCodes.Status503ServiceUnavailable, "SERVICE UNAVAILABLE", "\"Too many sessions\"");

    private const string Plain = "text/plain";
    private const string Packets = "text/plain; charset=UTF-8";

    public static EngineAnswer Ok(string text) => new(StatusCodes.Status200OK, "OK", text);

    public Task SendAsync(HttpContext context) => SendAsync(context, Status, Reason, Plain, Encoding.ASCII.GetBytes(Text));

    /// <summary>Sends what a poll is answered.</summary>
    public static Task SendPacketsAsync(HttpContext context, ReadOnlyMemory<byte> body) =>
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

using System.Collections.Frozen;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Flask;

/// <summary>A whole answer, rendered once: status, reason phrase, type and body. Immutable, so it may be sent any number of times.</summary>
public sealed class Answer
{
    internal const string JsonType = "application/json";
    internal const string HtmlType = "text/html; charset=utf-8";

    /// <summary>Reason phrases in legacy's upper case (contract 3.1).</summary>
    private static readonly FrozenDictionary<int, string> Reasons = Enumerable.Range(200, 400)
        .Select(status => (Status: status, Phrase: ReasonPhrases.GetReasonPhrase(status).ToUpperInvariant()))
        .Where(pair => pair.Phrase.Length > 0)
        .ToFrozenDictionary(pair => pair.Status, pair => pair.Phrase);

    /// <summary>What legacy's catch-all says of a path that is no file.</summary>
    internal static readonly Answer NotFound = Html(StatusCodes.Status404NotFound, []);

    /// <summary>Werkzeug's own page for a request that it cannot read.</summary>
    internal static readonly Answer BadRequest = Page(
        StatusCodes.Status400BadRequest, "Bad Request", "The browser (or proxy) sent a request that this server could not understand.");

    /// <summary>Werkzeug's page for a request whose body does not come.</summary>
    private static readonly Answer TooSlow = Page(
        StatusCodes.Status408RequestTimeout, "Request Timeout",
        "The server closed the network connection because the browser didn't finish the request within the specified time.");

    private readonly int _status;
    private readonly string _contentType;
    private readonly byte[] _body;

    private Answer(int status, string contentType, byte[] body) => (_status, _contentType, _body) = (status, contentType, body);

    /// <summary>200 with finished JSON.</summary>
    public static Answer Json(ReadOnlySpan<byte> value) => Json(StatusCodes.Status200OK, value);

    /// <summary>Finished JSON with sorted keys (contract 3.2); the line end that Flask adds is added here.</summary>
    public static Answer Json(int status, ReadOnlySpan<byte> value) => new(status, JsonType, [.. value, (byte)'\n']);

    /// <summary>The body <c>{"error":…,"success":false}</c> of most failures.</summary>
    public static Answer Failure(int status, string error) => Json(status,
        new PythonDict(new Dictionary<string, PythonValue> { ["error"] = new PythonText(error), ["success"] = PythonBool.False }));

    /// <summary>For a body that the server gave up reading: malformed, cut off or too slow.</summary>
    internal static Answer Unreadable(BadHttpRequestException problem) =>
        problem.StatusCode == StatusCodes.Status408RequestTimeout ? TooSlow : BadRequest;

    internal static Answer Json(int status, PythonValue value) => new(status, JsonType, PythonJsonWriter.Body(value));

    internal static Answer Html(int status, ReadOnlySpan<byte> body) => new(status, HtmlType, body.ToArray());

    /// <summary>Werkzeug's own page for an error.</summary>
    /// <param name="name">The reason as Werkzeug spells it.</param>
    /// <param name="text">HTML: its sentence or two about it.</param>
    internal static Answer Page(int status, string name, string text) => Html(status, Encoding.UTF8.GetBytes(
        $"<!doctype html>\n<html lang=en>\n<title>{status} {name}</title>\n<h1>{name}</h1>\n<p>{text}</p>\n"));

    /// <summary>Sends it with the headers that every answer of Flask has, the body unless it was asked with HEAD.</summary>
    /// <remarks>Completes without an asynchronous step unless the client is slow to read.</remarks>
    public Task SendAsync(HttpContext context)
    {
        var response = context.Response;
        SetStatus(context, _status);
        response.Headers.ContentType = _contentType;
        response.ContentLength = _body.Length;
        Cors.Apply(context);
        return _body.Length == 0 || HasNoBody(context.Request) ? Task.CompletedTask : response.Body.WriteAsync(_body, 0, _body.Length);
    }

    /// <summary>Flask spells method names as sent here: <c>head</c> gets a body, <c>HEAD</c> gets none.</summary>
    internal static bool HasNoBody(HttpRequest request) => request.Method == "HEAD";

    internal static void SetStatus(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        if (status != StatusCodes.Status200OK)
            context.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = Reasons.GetValueOrDefault(status);
    }
}

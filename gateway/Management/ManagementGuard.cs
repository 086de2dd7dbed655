using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Strangler.Gateway.Management;

/// <summary>
/// Lets a request to the management port through only if a web page of another origin cannot have sent it: a known <c>Host</c>
/// (a page that rebinds DNS has its own), POST only as JSON (a form cannot) that is what it is read as (UTF-8, not compressed), no foreign <c>Origin</c>, and the token when one is set.
/// Whether the gateway is up may be asked by anyone, under any name: probes have no token, and call by the address of the day.
/// </summary>
internal sealed class ManagementGuard(RequestDelegate next, IOptions<ManagementOptions> options)
{
    /// <summary>Tells that the gateway answers, and nothing else.</summary>
    public const string Probe = "/healthz";

    /// <summary>Tells that the process lives.</summary>
    public const string Liveness = "/livez";

    /// <summary>Tells whether all that modern answers can be answered.</summary>
    public const string Readiness = "/readyz";

    private const int MaxBody = 64 * 1024;

    private readonly byte[]? _token = string.IsNullOrEmpty(options.Value.ManagementToken) ? null : Hash(options.Value.ManagementToken);
    private readonly HashSet<string> _hosts = new(options.Value.ManagementHosts, StringComparer.OrdinalIgnoreCase) { "localhost" };

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return RefusalOf(context.Request) is { } refusal ? refusal.ExecuteAsync(context) : PassAsync(context);
    }

    /// <summary>HEAD is a GET whose body the server does not send.</summary>
    private async Task PassAsync(HttpContext context)
    {
        if (HttpMethods.IsHead(context.Request.Method))
            context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException problem) when (!context.Response.HasStarted)
        {
            await ManagementErrors.Unreadable(problem).ExecuteAsync(context);
        }
    }

    private IResult? RefusalOf(HttpRequest request)
    {
        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        if (!changes && request.Path.Value is Probe or Liveness or Readiness)
            return null;

        if (!IsKnownHost(request))
            return ManagementErrors.Forbidden($"The host name '{request.Host}' is not one of this gateway's; use localhost, or add it to Gateway:ManagementHosts.");
        if (request.Headers.Origin.Count > 0 && request.Headers.Origin != $"{request.Scheme}://{request.Host}")
            return ManagementErrors.Forbidden("Requests from pages of another origin are refused.");
        if (IsFromAnotherSite(request))
            return ManagementErrors.Forbidden("Requests from pages of another site are refused; open this address yourself, or follow a link to it.");
        if (_token is not null && !HasToken(request))
            return Unauthorized(request.HttpContext.Response);

        if (changes && !HttpMethods.IsPost(request.Method))
            return ManagementErrors.MethodNotAllowed(request.Method);

        if (changes && !IsJson(request))
            return ManagementErrors.UnsupportedMediaType("Send 'Content-Type: application/json', in UTF-8.");
        if (changes && !IsPlain(request))
        {
            request.HttpContext.Response.Headers.AcceptEncoding = "identity"; // RFC 9110, section 15.5.16
            return ManagementErrors.UnsupportedMediaType($"The body is said to be compressed (Content-Encoding: {request.Headers.ContentEncoding}); send it as it is.");
        }

        return LimitBody(request.HttpContext) ? null : ManagementErrors.TooLarge(MaxBody);
    }

    /// <summary>JSON is UTF-8 (RFC 8259, section 8.1), and read as that whatever else it is called.</summary>
    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && type.Parameters.Where(parameter => parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase))
            .All(charset => HeaderUtilities.RemoveQuotes(charset.Value).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static bool IsPlain(HttpRequest request) => request.Headers.ContentEncoding.ToString() is "" or "identity";

    /// <summary>What a browser says of a page that fetches, embeds or posts; one that links here lets its user look (Fetch Metadata, W3C).</summary>
    private static bool IsFromAnotherSite(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
        && !(HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document");

    /// <summary>A change is a few words; an import sets a limit of its own.</summary>
    private static bool LimitBody(HttpContext context)
    {
        if (context.Request.Path == "/api/import")
            return true;

        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = MaxBody;
        return context.Request.ContentLength is null or <= MaxBody;
    }

    private static IResult Unauthorized(HttpResponse response)
    {
        response.Headers.WWWAuthenticate = new(["Basic realm=\"gateway\", charset=\"UTF-8\"", "Bearer"]); // the first makes a browser ask
        return ManagementErrors.Unauthorized();
    }

    /// <summary>No page can rebind an address: the one that the client has reached is good.</summary>
    private bool IsKnownHost(HttpRequest request) =>
        _hosts.Contains(request.Host.Host)
        || (IPAddress.TryParse(request.Host.Host.Trim('[', ']'), out var address) && (IPAddress.IsLoopback(address) || IsReached(address, request.HttpContext.Connection.LocalIpAddress)));

    private static bool IsReached(IPAddress named, IPAddress? local) => named.Equals(local is { IsIPv4MappedToIPv6: true } ? local.MapToIPv4() : local);

    private bool HasToken(HttpRequest request)
    {
        var value = request.Headers.Authorization.ToString();
        return (After("Bearer ", value) ?? PasswordOf(After("Basic ", value))) is { } token && CryptographicOperations.FixedTimeEquals(Hash(token), _token);
    }

    private static string? After(string scheme, string value) => value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? value[scheme.Length..] : null;

    /// <summary>A browser's login has the token as its password, under any name (RFC 7617); null for what is none.</summary>
    private static string? PasswordOf(string? credentials)
    {
        var bytes = new byte[credentials?.Length ?? 0];
        return Convert.TryFromBase64String(credentials ?? "", bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [_, var password] ? password : null;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

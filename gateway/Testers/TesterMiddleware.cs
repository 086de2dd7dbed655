using Microsoft.Extensions.Primitives;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Testers;

/// <summary>
/// Reads a tester's choice and takes it off the request: neither side, no copy of the exchange and no example that is kept has it.
/// A request whose pass is wrong is a request as any other.
/// </summary>
internal sealed class TesterMiddleware(RequestDelegate next, TesterPasses passes)
{
    public const string Choice = "X-Cutover";
    public const string Secret = "X-Cutover-Secret";

    /// <summary>Name of the cookie and of the query argument that sets it.</summary>
    public const string Pass = "x-cutover";

    private const string Ended = "; Max-Age=0";

    public Task InvokeAsync(HttpContext context)
    {
        if (LinkOf(context.Request) is { } pass)
            return SetCookie(context.Response, pass);

        var headers = context.Request.Headers;
        var byCookie = ByCookie(headers); // which goes in any case
        var choice = ByHeader(headers) ?? byCookie;
        headers.Remove(Choice);
        headers.Remove(Secret);
        if (choice is not null)
            context.Features.Set(choice);
        return next(context);
    }

    /// <summary>The pass of a link; only one to the start page, so that it leads nowhere else.</summary>
    private string? LinkOf(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Path == "/" && request.Query[Pass] is [{ } pass] && (passes.ChoiceOf(pass) is not null || passes.IsOff(pass)) ? pass : null;

    private Task SetCookie(HttpResponse response, string pass)
    {
        response.Headers.SetCookie = $"{Pass}={pass}; Path=/; HttpOnly; SameSite=Lax{(passes.IsOff(pass) ? Ended : "")}";
        response.Headers.CacheControl = "no-store";
        response.Redirect("/");
        return Task.CompletedTask;
    }

    private TesterChoice? ByHeader(IHeaderDictionary headers)
    {
        if (headers[Choice] is not [{ } side] || headers[Secret] is not [{ } secret] || !passes.IsSecret(secret))
            return null;

        return side switch
        {
            "modern" => TesterChoice.Modern,
            "legacy" => TesterChoice.Legacy,
            _ => null,
        };
    }

    private TesterChoice? ByCookie(IHeaderDictionary headers)
    {
        var lines = headers.Cookie;
        if (lines.Count == 0 || !lines.Any(line => line?.Contains(Pass, StringComparison.Ordinal) == true))
            return null;

        TesterChoice? choice = null;
        string?[] kept = [.. lines.Select(line => Without(line ?? "", ref choice)).Where(line => line.Length > 0)];
        headers.Cookie = kept.Length == 0 ? StringValues.Empty : new StringValues(kept);
        return choice;
    }

    /// <summary>The other cookies of a line, as they are.</summary>
    private string Without(string line, ref TesterChoice? choice)
    {
        var others = new List<string>();
        foreach (var cookie in line.Split(';'))
        {
            if (cookie.AsSpan().Trim() is var pair && pair.StartsWith(Pass, StringComparison.Ordinal) && pair.Length > Pass.Length && pair[Pass.Length] == '=')
                choice ??= passes.ChoiceOf(pair[(Pass.Length + 1)..]);
            else
                others.Add(cookie);
        }

        return string.Join(';', others).TrimStart(' ');
    }
}

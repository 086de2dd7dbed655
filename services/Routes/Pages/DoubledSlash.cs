using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Pages;

/// <summary>Where merging slashes leads to a rule (<see cref="FlaskRoutes.PostOnlyOnceMerged"/>), Werkzeug answers 308 with the merged path.</summary>
internal static class DoubledSlash
{
    private static readonly SearchValues<byte> Unescaped = SearchValues.Create(
        "-._~!$&'()*+,/:;=@0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    public static Task RedirectAsync(HttpContext context)
    {
        var address = $"http://{Host(context)}{PercentText.Encode(FlaskRoutes.PostOnlyOnceMerged(RoutedPath.Of(context))!, Unescaped)}{RequestTarget.QueryOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget)}";
        var text = WebUtility.HtmlEncode(address);
        context.Response.Headers.Location = address;
        return Answer.Html(StatusCodes.Status308PermanentRedirect, Encoding.UTF8.GetBytes(
            $"<!doctype html>\n<html lang=en>\n<title>Redirecting...</title>\n<h1>Redirecting...</h1>\n<p>You should be redirected automatically to the target URL: <a href=\"{text}\">{text}</a>. If not, click the link.\n")).SendAsync(context);
    }

    private static string Host(HttpContext context)
    {
        var host = context.Request.Host;
        if (!host.HasValue)
            return $"{context.Connection.LocalIpAddress}:{context.Connection.LocalPort}";
        return host.Port == 80 ? host.Host : host.Value;
    }
}

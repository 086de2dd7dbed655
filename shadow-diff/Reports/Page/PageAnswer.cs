using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Strangler.ShadowDiff.Reports.Page;

/// <summary>
/// Answers with a component rendered on the server. What it shows comes from clients, so the browser may run only the script that is
/// named by its hash, load nothing from elsewhere, and send a form nowhere but here: a search. Changes are JSON, which no form can send.
/// </summary>
public static class PageAnswer
{
    private const string None = "none";

    private static readonly string Script = HashOf(PageAssets.Script);
    private static readonly string Style = HashOf(PageAssets.Css);

    /// <param name="context">The request to answer.</param>
    /// <param name="parameter">Name and value of the component's one parameter.</param>
    /// <param name="script">The text of the page's script when it is not <see cref="PageAssets.Script"/>.</param>
    /// <typeparam name="TPage">The component.</typeparam>
    public static async Task WriteAsync<TPage>(HttpContext context, (string Name, object Value) parameter, string? script = null)
        where TPage : IComponent
    {
        var html = await RenderAsync<TPage>(context.RequestServices, parameter);
        Harden(context.Response, "text/html; charset=utf-8", script is null ? Script : HashOf(script));
        await context.Response.WriteAsync(html, context.RequestAborted);
    }

    internal static async Task<string> RenderAsync<TPage>(IServiceProvider services, (string Name, object Value) parameter)
        where TPage : IComponent
    {
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [parameter.Name] = parameter.Value });
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TPage>(parameters)).ToHtmlString());
    }

    internal static void Harden(HttpResponse response, string contentType, string script)
    {
        response.ContentType = contentType;
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; style-src '{Style}'; script-src '{script}'; connect-src 'self'; img-src data:; base-uri 'none'; form-action '{(script == None ? None : "self")}'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
    }

    /// <summary>For what is no page of ours: nothing in it may run.</summary>
    internal static void Harden(HttpResponse response, string contentType) => Harden(response, contentType, None);

    /// <summary>Answers that there is nothing to show, in words.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string why)
    {
        Harden(context.Response, "text/plain; charset=utf-8");
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(why, context.RequestAborted);
    }

    private static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}

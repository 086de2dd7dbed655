using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strangler.ShadowDiff.Reports.Page;

namespace Strangler.ShadowDiff.Reports;

/// <summary>Answers with the report as a page or as JSON. What it shows comes from clients, so the browser may run or load nothing.</summary>
internal static class ReportEndpoints
{
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(PageStyle.Css)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static async Task GetJsonAsync(HttpContext context)
    {
        var report = await ReadAsync(context);
        Harden(context.Response, "application/json");
        await JsonSerializer.SerializeAsync(context.Response.Body, report, ReportJson.Default.Report, context.RequestAborted);
    }

    public static async Task GetPageAsync(HttpContext context)
    {
        var report = await ReadAsync(context);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(ReportsPage.Report)] = report });
        await using var renderer = new HtmlRenderer(context.RequestServices, context.RequestServices.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(
            async () => (await renderer.RenderComponentAsync<ReportsPage>(parameters)).ToHtmlString());
        Harden(context.Response, "text/html; charset=utf-8");
        await context.Response.WriteAsync(html, context.RequestAborted);
    }

    private static Task<Report> ReadAsync(HttpContext context) =>
        context.RequestServices.GetRequiredService<ReportReader>().ReadAsync(context.RequestAborted);

    private static void Harden(HttpResponse response, string contentType)
    {
        response.ContentType = contentType;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Settings;
using Strangler.ShadowDiff.Reports.SignOff;

namespace Strangler.ShadowDiff.Reports.Page;

/// <summary><c>GET /api/sign-off/{route}?format=</c>: the report in one of <see cref="SignOffFormats.Names"/>, JSON when none is named.</summary>
internal static class SignOffEndpoint
{
    /// <summary>Says <c>passed</c> or <c>blocked</c> whatever the format, so that a script need not read it.</summary>
    private const string VerdictHeader = "X-Gate-Verdict";

    public static async Task GetAsync(HttpContext context, string route, string? format)
    {
        if (await context.RequestServices.GetRequiredService<ViewReader>().RecordAsync(route, context.RequestAborted) is not { } view)
        {
            await JsonAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, FindingEndpoints.NoRoute(context, route));
            return;
        }

        var report = SignOffReport.From(view);
        if (await WriteAsync(report, format ?? "json", context.RequestServices) is not { } written)
        {
            await JsonAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, $"'{format}' is no format; {NearestName.Advice(format!, SignOffFormats.Names, "use one of")}.");
            return;
        }

        PageAnswer.Harden(context.Response, written.Type);
        context.Response.Headers[VerdictHeader] = report.Gate.Passes ? "passed" : "blocked";
        await context.Response.WriteAsync(written.Text, context.RequestAborted);
    }

    private static async Task<(string Type, string Text)?> WriteAsync(SignOffReport report, string format, IServiceProvider services) =>
        format == SignOffFormats.Html
            ? ("text/html; charset=utf-8", await PageAnswer.RenderAsync<SignOffPage>(services, (nameof(SignOffPage.Report), report)))
            : SignOffFormats.Write(report, format);
}

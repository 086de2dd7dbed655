using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strangler.ShadowDiff.Descriptions;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Reports.SignOff;
using Strangler.ShadowDiff.Rerun;

namespace Strangler.ShadowDiff.Reports.Page;

/// <summary>QA's pages, from all routes to one sample, and the whole report as JSON.</summary>
internal static class ReportEndpoints
{
    /// <summary>The argument that names one of the exchanges which are kept of a divergence.</summary>
    private const string Example = "sample";

    public static void MapReportPages(this IEndpointRouteBuilder routes)
    {
        const string Sample = "/reports/{route}/{fingerprint}";
        routes.MapGet("/reports", GetBoardAsync).AnswersText("Parity of all routes, as a page.", "text/html");
        routes.MapFindings();
        routes.MapChanges();
        routes.MapGet(Sample, GetSampleAsync).Takes(Example).AnswersText("A sample of a divergence side by side, as a page.", "text/html", 404);
        routes.MapGet(Sample + "/issue.txt", GetIssueAsync).Takes(Example).AnswersText("A divergence as text for a tracker.", "text/plain", 404);
        routes.MapPost(Sample + "/rerun", RerunAsync).Takes(Example).Reads(typeof(JsonElement)).AnswersText("Asks both sides again; a part of a page.", "text/html", 404);
        routes.MapGet("/api/reports", GetJsonAsync).Answers("Parity, coverage, divergences and gate of all routes.", typeof(Report));
        routes.MapGet("/api/sign-off/{route}", SignOffEndpoint.GetAsync).Takes("format")
            .Answers("The sign-off report of a route.", typeof(SignOffReport), 404)
            .WithMetadata(new FurtherForms("text/html", "application/xml", "text/csv", "text/plain"));
    }

    private static async Task GetJsonAsync(HttpContext context) => await JsonAnswer.WriteAsync(
        context, await context.RequestServices.GetRequiredService<ReportReader>().ReadAsync(context.RequestAborted), ReportJson.Readable.Report);

    private static async Task GetBoardAsync(HttpContext context) =>
        await PageAnswer.WriteAsync<ParityPage>(context, (nameof(ParityPage.Routes), await Views(context).BoardAsync(context.RequestAborted)));

    private static async Task GetSampleAsync(HttpContext context, string route, string fingerprint, string? sample)
    {
        if (await SampleAsync(context, route, fingerprint, sample) is { } view)
            await PageAnswer.WriteAsync<SamplePage>(context, (nameof(SamplePage.View), view));
    }

    private static async Task GetIssueAsync(HttpContext context, string route, string fingerprint, string? sample)
    {
        if (await SampleAsync(context, route, fingerprint, sample) is { } view)
        {
            PageAnswer.Harden(context.Response, "text/plain; charset=utf-8");
            await context.Response.WriteAsync(PlainText.Escape(IssueText.Of(view).ReplaceLineEndings("\n")), context.RequestAborted);
        }
    }

    /// <summary>Asks both sides again and answers with the part of a page that shows it.</summary>
    private static async Task RerunAsync(HttpContext context, string route, string fingerprint, string? sample)
    {
        if (await SampleAsync(context, route, fingerprint, sample) is not { } view)
            return;

        if (view.Example is not { } example)
        {
            await PageAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, view.NoRerun!);
            return;
        }

        var result = await context.RequestServices.GetRequiredService<ExchangeRerun>().RunAsync(route, example.Request, context.RequestAborted);
        await PageAnswer.WriteAsync<RerunFragment>(context, (nameof(RerunFragment.Shown), (result, fingerprint)));
    }

    /// <summary>Null when there is none; the answer then says so.</summary>
    private static async Task<SampleView?> SampleAsync(HttpContext context, string route, string fingerprint, string? sample)
    {
        var id = 0L;
        if (!string.IsNullOrEmpty(sample) && !long.TryParse(sample, NumberStyles.None, CultureInfo.InvariantCulture, out id))
        {
            await PageAnswer.RefuseAsync(context, StatusCodes.Status400BadRequest, $"'{Example}' is '{sample}'; send the number of one.");
            return null;
        }

        var view = await Views(context).SampleAsync(route, fingerprint, id == 0 ? null : id, context.RequestAborted);
        if (view is null)
            await PageAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, $"The route '{route}' has no divergence '{fingerprint}'.");
        else if (id != 0 && view.Example?.Id != id)
            await PageAnswer.RefuseAsync(context, StatusCodes.Status404NotFound, $"Sample {id} of the divergence '{fingerprint}' is not kept, or not any more; without '{Example}' its newest one is shown.");
        else
            return view;

        return null;
    }

    private static ViewReader Views(HttpContext context) => context.RequestServices.GetRequiredService<ViewReader>();
}

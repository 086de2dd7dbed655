using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strangler.ShadowDiff.Descriptions;

namespace Strangler.ShadowDiff.Noise;

/// <summary><c>GET /api/rules/proposals</c>.</summary>
internal static class ProposalEndpoint
{
    public static void MapRuleProposals(this IEndpointRouteBuilder routes) => routes.MapGet("/api/rules/proposals", GetAsync)
        .Answers("Learned noise as rules to paste into rules.json.", typeof(RuleProposals));

    private static Task GetAsync(HttpContext context)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(context.RequestServices.GetRequiredService<RuleProposer>().Propose(), ProposalJson.Readable.RuleProposals);
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }
}

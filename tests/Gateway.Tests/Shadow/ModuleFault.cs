using System.Text;
using Microsoft.AspNetCore.Http;

namespace Strangler.Gateway.Tests.Shadow;

/// <summary>What a test does to the answers of one module.</summary>
/// <param name="Route">The route's name.</param>
/// <param name="Method">Of the request that it shows in.</param>
/// <param name="Path">The same request's path.</param>
/// <param name="Report">What the report calls it, <c>kind place</c>; the rule's name for what is meant; empty for no divergence.</param>
/// <param name="Apply">Is given the response, not yet sent, and the text of its body; returns the text to send.</param>
internal sealed record ModuleFault(string Route, string Method, string Path, string Report, Func<HttpResponse, string, string> Apply)
{
    /// <summary>The module with the fault in it.</summary>
    public RequestDelegate In(RequestDelegate module) => async context =>
    {
        var sent = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        await module(context);
        await context.Response.BodyWriter.FlushAsync();
        context.Response.Body = sent;
        var body = Encoding.UTF8.GetBytes(Apply(context.Response, Encoding.UTF8.GetString(held.ToArray())));
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    };
}

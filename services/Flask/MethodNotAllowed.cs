using Microsoft.AspNetCore.Http;

namespace Strangler.Services.Flask;

/// <summary>Flask's answer to a method that a path does not take (contract 3.3).</summary>
public static class MethodNotAllowed
{
    private static readonly Answer Page = Answer.Page(
        StatusCodes.Status405MethodNotAllowed, "Method Not Allowed", "The method is not allowed for the requested URL.");

    /// <summary>Sends 405 with the methods that the path does take.</summary>
    /// <param name="isPostOnly">See <see cref="FlaskRoutes.IsPostOnly"/>.</param>
    public static Task SendAsync(HttpContext context, bool isPostOnly)
    {
        context.Response.Headers.Allow = Allow(isPostOnly);
        return Page.SendAsync(context);
    }

    /// <summary>GET and HEAD are the catch-all's, which takes every path.</summary>
    internal static string Allow(bool isPostOnly) => isPostOnly ? "GET, HEAD, OPTIONS, POST" : "GET, HEAD, OPTIONS";
}

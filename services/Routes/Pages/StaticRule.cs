using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;

namespace Strangler.Services.Routes.Pages;

/// <summary>Flask's own rule <c>/static/&lt;path:filename&gt;</c>. Legacy has no folder for it, so nothing is ever found.</summary>
internal static class StaticRule
{
    private const string Prefix = "/static/";

    /// <summary>Werkzeug's page for what no rule matches or no folder holds.</summary>
    public static readonly Answer NotFound = Answer.Html(StatusCodes.Status404NotFound,
        "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>\n"u8);

    public static bool Matches(string path) =>
        path.StartsWith(Prefix, StringComparison.Ordinal) && path.Length > Prefix.Length && path[Prefix.Length] != '/' && !path.AsSpan(Prefix.Length + 1).Contains('\n');
}

using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Files;
using Strangler.Services.WebFiles;

namespace Strangler.Services.Routes.Pages;

/// <summary>Finds the file for a path by legacy's rules, in legacy's order (contract 5).</summary>
internal sealed class PagesService(WebFolders folders, FileVersions versions)
{
    private const string IconPrefix = "favicon_stuff/";

    private static readonly Answer Forbidden = Answer.Html(StatusCodes.Status403Forbidden, "<h1>Forbidden</h1><p>Access denied</p>"u8);

    private static readonly Answer Hidden = Answer.Html(StatusCodes.Status404NotFound,
        "<h1>Not Found</h1><p>The requested URL was not found on the server.</p>"u8);

    private static readonly Answer NoIndex = Answer.Html(StatusCodes.Status404NotFound,
        "<h1>Client GUI not found</h1><p>Please ensure Client/Client-gui/NewGUIforClient.html exists</p>"u8);

    public Task SendAsync(HttpContext context)
    {
        var path = RoutedPath.Of(context);
        if (path == "/")
            return SendIndexAsync(context);
        if (FlaskRoutes.IsStatic(path))
            return CatchAll.NoRoute.SendAsync(context);
        var name = path[1..];
        if (name is WebFolder.IndexName or "index.html")
            return Hidden.SendAsync(context);
        if (IsIcon(name))
            return SendAsync(context, FindIcon(name));
        if (folders.Web.IsLeftBy(name))
            return Forbidden.SendAsync(context);
        var file = folders.Web.Find(name, ContentTypes.OfPage(name));
        return file is null && BuiltInFile.Find(name) is { } builtIn ? builtIn.SendAsync(context) : SendAsync(context, file);
    }

    private static bool IsIcon(string name) =>
        name.Contains("favicon", StringComparison.Ordinal) || name.EndsWith(".ico", StringComparison.Ordinal) || name.EndsWith(".svg", StringComparison.Ordinal);

    private Task SendIndexAsync(HttpContext context) =>
        folders.Web.Find(WebFolder.IndexName, ContentTypes.OfPage(WebFolder.IndexName)) is { } file ? new FileAnswer(file, versions).SendAsync(context) : NoIndex.SendAsync(context);

    private SentFile? FindIcon(string name)
    {
        var own = name.StartsWith(IconPrefix, StringComparison.Ordinal) ? name[IconPrefix.Length..] : name;
        return folders.Icons.FindExact(own, ContentTypes.OfIcon(own)) ?? folders.Web.FindExact(name, ContentTypes.OfIcon(name));
    }

    /// <summary>A file that cannot be read counts as missing.</summary>
    private async Task SendAsync(HttpContext context, SentFile? file)
    {
        try
        {
            await (file is null ? Answer.NotFound.SendAsync(context) : new FileAnswer(file, versions).SendAsync(context));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException && !context.Response.HasStarted)
        {
            context.Response.Clear();
            await Answer.NotFound.SendAsync(context);
        }
    }
}

using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Files;
using Strangler.Services.WebFiles;

namespace Strangler.Services.Routes.Favicon;

/// <summary>The icon of the web folder, if it has one; the folder of icons is not looked at (Q29).</summary>
internal sealed class FaviconService(WebFolders folders, FileVersions versions)
{
    private const string Name = "favicon.ico";
    private static readonly ContentType Type = ContentTypes.OfIcon(Name);

    public Task SendAsync(HttpContext context) =>
        folders.Web.Find(Name, Type) is { } file ? new FileAnswer(file, versions).SendAsync(context) : SendNothing(context);

    private static Task SendNothing(HttpContext context)
    {
        Answer.SetStatus(context, StatusCodes.Status204NoContent);
        context.Response.Headers.ContentType = Answer.HtmlType;
        Cors.Apply(context);
        return Task.CompletedTask;
    }
}

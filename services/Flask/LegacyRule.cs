using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Strangler.Services.Flask;

/// <summary>
/// One path with all its methods as Flask answers them (contract 3.3): the view, OPTIONS, and 405 for the rest; a rule for POST
/// leaves GET and HEAD to the catch-all, which finds no such file. A failing view gives Flask's own page for errors.
/// </summary>
internal sealed partial class LegacyRule(string path, bool isPost, RequestDelegate view, ILogger logger)
{
    /// <summary>What the catch-all says of a path that is no file.</summary>
    public static readonly Answer NotFound = Answer.Html(StatusCodes.Status404NotFound, []);
    private static readonly Answer Options = Answer.Html(StatusCodes.Status200OK, []);

    private static readonly Answer NotAllowed = Answer.Html(StatusCodes.Status405MethodNotAllowed,
        "<!doctype html>\n<html lang=en>\n<title>405 Method Not Allowed</title>\n<h1>Method Not Allowed</h1>\n<p>The method is not allowed for the requested URL.</p>\n"u8);

    private static readonly Answer ServerError = Answer.Html(StatusCodes.Status500InternalServerError,
        "<!doctype html>\n<html lang=en>\n<title>500 Internal Server Error</title>\n<h1>Internal Server Error</h1>\n<p>The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.</p>\n"u8);

    private readonly string _allow = isPost ? "GET, HEAD, OPTIONS, POST" : "GET, HEAD, OPTIONS";

    public Task HandleAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
            return isPost ? NotFound.SendAsync(context) : RunAsync(context);
        if (isPost && HttpMethods.IsPost(method))
            return RunAsync(context);
        context.Response.Headers.Allow = _allow;
        if (!HttpMethods.IsOptions(method))
            return NotAllowed.SendAsync(context);
        Cors.ApplyPreflight(context);
        return Options.SendAsync(context);
    }

    private Task RunAsync(HttpContext context)
    {
        try
        {
            var task = view(context);
            return task.IsCompletedSuccessfully ? task : GuardAsync(task, context);
        }
        catch (Exception error)
        {
            return GuardAsync(Task.FromException(error), context);
        }
    }

    private async Task GuardAsync(Task view, HttpContext context)
    {
        try
        {
            await view;
        }
        catch (Exception error) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            LogViewFailed(error, path);
            context.Features.Set(new ViewFailure(error));
            context.Response.Clear();
            await ServerError.SendAsync(context);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} failed; answered 500.")]
    private partial void LogViewFailed(Exception error, string path);
}

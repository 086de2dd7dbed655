using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Strangler.Services.Flask;

/// <summary>
/// A route: one path with all its methods as Flask answers them (contract 3.3): the view, OPTIONS, and 405 for the rest. A route for
/// POST leaves GET and HEAD to the catch-all, which finds no such file. A failing view gives Flask's own page for errors.
/// </summary>
internal sealed partial class FlaskRoute(string path, bool isPost, RequestDelegate view, ILogger logger)
{
    private static readonly Answer Options = Answer.Html(StatusCodes.Status200OK, []);

    private static readonly Answer ServerError = Answer.Page(StatusCodes.Status500InternalServerError, "Internal Server Error",
        "The server encountered an internal error and was unable to complete your request. Either the server is overloaded or there is an error in the application.");

    public string Path => path;

    /// <summary>Whether it is for POST alone.</summary>
    public bool IsPost => isPost;

    public Task HandleAsync(HttpContext context)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method))
            return isPost ? Answer.NotFound.SendAsync(context) : RunAsync(context);
        if (isPost && HttpMethods.IsPost(method))
            return RunAsync(context);
        if (!HttpMethods.IsOptions(method))
            return MethodNotAllowed.SendAsync(context, isPost);
        context.Response.Headers.Allow = MethodNotAllowed.Allow(isPost);
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
            context.Response.Clear();
            if (FailedViews.IsTaken(context, error, hasAnswer: false))
                return;

            context.Features.Set(new ViewFailure(error));
            await ServerError.SendAsync(context);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Path} failed.")]
    private partial void LogViewFailed(Exception error, string path);
}

/// <summary>The feature of a request whose view failed: Flask's page for errors was the answer.</summary>
internal sealed record ViewFailure(Exception Error);

using Strangler.Services.Flask;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Secrets;
using Yarp.ReverseProxy.Forwarder;

namespace Strangler.Gateway.Legacy;

/// <summary>Gives the client a clear answer when legacy gave none: a forwarder sets the status only, the GUI reads a body.</summary>
internal sealed partial class LegacyFailureAnswer(ILogger<LegacyFailureAnswer> logger)
{
    /// <summary>Does nothing where nothing has failed, or nobody is there any more.</summary>
    public Task SendAsync(HttpContext context) =>
        context.GetForwarderErrorFeature() is { } failure && !context.RequestAborted.IsCancellationRequested ? SendAsync(context, failure) : Task.CompletedTask;

    private Task SendAsync(HttpContext context, IForwarderErrorFeature failure)
    {
        var status = context.Response.StatusCode;
        if (status >= StatusCodes.Status502BadGateway && context.Features.Get<AnsweredInstead>() is null)
            context.Features.Set(new AnsweredInstead(Failure: null));
        if (status >= StatusCodes.Status500InternalServerError && logger.IsEnabled(LogLevel.Warning))
            LegacyFailed(context.Request.Method, SecretNames.WellKnown.OutOf(context.Request.Path.Value ?? ""), failure.Error, status, Cause(failure.Exception));
        // An answer that has begun was already aborted by the forwarder: the client must not take the part for the whole.
        return context.Response.HasStarted
            ? Task.CompletedTask
            : Answer.Failure(status, LegacyFailure.Text(failure)).SendAsync(context);
    }

    private static string? Cause(Exception? exception) =>
        exception is AggregateException { InnerExceptions: [var first, ..] } ? first.Message : exception?.GetBaseException().Message;

    [LoggerMessage(LogLevel.Warning, "Legacy failed: {Method} {Path} {Error}, status {Status}: {Cause}")]
    private partial void LegacyFailed(string method, string path, ForwarderError error, int status, string? cause);
}

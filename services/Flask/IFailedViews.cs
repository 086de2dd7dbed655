using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Strangler.Services.Flask;

/// <summary>
/// Asked where a view has failed and nothing of an answer is out: whether somebody else answers in its place. The host says who;
/// without one every view answers for itself.
/// </summary>
public interface IFailedViews
{
    /// <summary>True: the view leaves the answer alone.</summary>
    /// <param name="context">The request's.</param>
    /// <param name="error">What the view threw.</param>
    /// <param name="hasAnswer">Whether legacy's contract has an answer for such a failure, which the view gives otherwise; if not, it is Flask's page for errors.</param>
    bool Takes(HttpContext context, Exception error, bool hasAnswer);
}

internal static class FailedViews
{
    /// <inheritdoc cref="IFailedViews.Takes"/>
    public static bool IsTaken(HttpContext context, Exception error, bool hasAnswer) =>
        context.RequestServices?.GetService<IFailedViews>()?.Takes(context, error, hasAnswer) == true;
}

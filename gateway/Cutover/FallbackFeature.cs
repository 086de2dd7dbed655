namespace Strangler.Gateway.Cutover;

/// <summary>
/// Feature of a request that modern was to answer and could not, so that legacy answers it. The decision of <see cref="ICutoverFeature"/>
/// stands: whoever counts answers counts one of legacy's; whoever watches modern, a failure of modern's.
/// </summary>
/// <param name="Cause">Why modern could not.</param>
/// <param name="Failure">What its code threw; null where it was not asked.</param>
internal sealed record FallbackFeature(FallbackCause Cause, Exception? Failure = null);

/// <summary>Why legacy answers in modern's place.</summary>
internal enum FallbackCause
{
    /// <summary>The module threw.</summary>
    Exception,

    /// <summary>It had not begun to answer in time.</summary>
    Timeout,

    /// <summary>It was not asked, because it has failed too often.</summary>
    BreakerOpen,

    /// <summary>It failed, and would have answered with an error of its own.</summary>
    ServerError,
}

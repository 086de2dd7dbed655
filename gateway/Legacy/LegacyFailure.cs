using Yarp.ReverseProxy.Forwarder;

namespace Strangler.Gateway.Legacy;

/// <summary>What the client is told about a failure of legacy. What happened exactly is for the log.</summary>
internal static class LegacyFailure
{
    private const string Unreachable = "The legacy server cannot be reached";
    private const string NoDestination = "No legacy server is configured";
    private const string TooSlow = "The legacy server did not answer in time";
    private const string BrokeOff = "The legacy server broke off without a complete answer";
    private const string Invalid = "The legacy server gave an answer that is not valid HTTP";
    private const string BadBody = "The request body is malformed or incomplete";
    private const string SlowBody = "The request body came too slowly";

    public static string Text(IForwarderErrorFeature failure) => failure.Error switch
    {
        ForwarderError.NoAvailableDestinations => NoDestination,
        ForwarderError.RequestTimedOut => TooSlow,
        ForwarderError.RequestBodyClient => IsSlow(failure.Exception) ? SlowBody : BadBody,
        ForwarderError.ResponseHeaders => Invalid,
        ForwarderError.Request => OfRequest(failure.Exception as HttpRequestException),
        _ => BrokeOff,
    };

    private static string OfRequest(HttpRequestException? exception) => exception?.HttpRequestError switch
    {
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError => Unreachable,
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => Invalid,
        _ => BrokeOff,
    };

    /// <summary>The client's body may be wrapped in failures of those who passed it on.</summary>
    private static bool IsSlow(Exception? exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode == StatusCodes.Status408RequestTimeout,
        AggregateException several => several.InnerExceptions.Any(IsSlow),
        null => false,
        _ => IsSlow(exception.InnerException),
    };
}

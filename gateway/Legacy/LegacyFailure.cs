using Yarp.ReverseProxy.Forwarder;

namespace Strangler.Gateway.Legacy;

/// <summary>What the client is told about a failure of legacy. What happened exactly is for the log.</summary>
internal static class LegacyFailure
{
    private static readonly byte[] Unreachable = LegacyAnswer.Failure("The legacy server cannot be reached");
    private static readonly byte[] NoDestination = LegacyAnswer.Failure("No legacy server is configured");
    private static readonly byte[] TooSlow = LegacyAnswer.Failure("The legacy server did not answer in time");
    private static readonly byte[] BrokeOff = LegacyAnswer.Failure("The legacy server broke off without a complete answer");
    private static readonly byte[] Invalid = LegacyAnswer.Failure("The legacy server gave an answer that is not valid HTTP");
    private static readonly byte[] BadBody = LegacyAnswer.Failure("The request body is malformed or incomplete");

    public static byte[] Body(IForwarderErrorFeature failure) => failure.Error switch
    {
        ForwarderError.NoAvailableDestinations => NoDestination,
        ForwarderError.RequestTimedOut => TooSlow,
        ForwarderError.RequestBodyClient => BadBody,
        ForwarderError.ResponseHeaders => Invalid,
        ForwarderError.Request => OfRequest(failure.Exception as HttpRequestException),
        _ => BrokeOff,
    };

    private static byte[] OfRequest(HttpRequestException? exception) => exception?.HttpRequestError switch
    {
        HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError => Unreachable,
        HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => Invalid,
        _ => BrokeOff,
    };
}

namespace Strangler.Services.Realtime.Hub.Messages;

/// <summary>What <c>code</c> of an <c>error</c> may be (docs/realtime.md).</summary>
internal static class ErrorCodes
{
    /// <summary>A violation: no JSON object with a text <c>type</c>.</summary>
    public const string Malformed = "malformed";

    /// <summary>A violation: a type that the hub does not know.</summary>
    public const string UnknownType = "unknownType";

    /// <summary>A violation: a member that is missing or not what it must be.</summary>
    public const string BadMember = "badMember";

    /// <summary>A violation: a binary message.</summary>
    public const string Binary = "binary";

    /// <summary>A violation: more messages than a client may send.</summary>
    public const string TooFast = "tooFast";

    /// <summary>No such job.</summary>
    public const string UnknownJob = "unknownJob";

    /// <summary>The job is another server's, which does not answer at present, or does not do what is asked. It is not lost.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>The job had ended before it could be cancelled.</summary>
    public const string JobEnded = "jobEnded";

    /// <summary>Too many requests of this client's are under way.</summary>
    public const string Busy = "busy";
}

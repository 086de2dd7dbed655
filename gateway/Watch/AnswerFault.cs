namespace Strangler.Gateway.Watch;

/// <summary>What is wrong with an answer of modern's.</summary>
internal enum AnswerFault
{
    /// <summary>Nothing, or what its client has caused.</summary>
    None,

    /// <summary>Its status is 5xx.</summary>
    ServerError,

    /// <summary>Modern threw, or ended the connection within the answer.</summary>
    BrokenOff,

    /// <summary>It has not begun, or not gone on, for too long.</summary>
    Hung,

    /// <summary>Its client was refused because others of its requests hang.</summary>
    TurnedAway,
}

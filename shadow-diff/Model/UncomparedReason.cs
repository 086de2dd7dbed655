namespace Strangler.ShadowDiff.Model;

/// <summary>Why an eligible exchange was not compared (docs/architecture.md). The text form is the member's name in kebab-case.</summary>
internal enum UncomparedReason
{
    /// <summary>The sample rate or the cap of mirrors per second left it out.</summary>
    SampledOut,

    /// <summary>The queue was full, or the program stopped before the exchange's turn came; or, over a long connection, its turn came too late.</summary>
    Dropped,

    /// <summary>A body of either side, or of the request, is above the cap.</summary>
    Oversize,

    /// <summary>A side answered 429, or the mirror had no permit left.</summary>
    Refused,

    /// <summary>The mirrored side did not finish in time.</summary>
    Timeout,

    /// <summary>The answering side gave no answer of its own: a failed proxy request, or a client that went away.</summary>
    AnsweringSideError,

    /// <summary>The mirrored side could not be reached or cut off, or the comparison itself failed.</summary>
    Unable,

    /// <summary>The request is one of our own mirrored ones.</summary>
    Loop,

    /// <summary>The answering side answered without reading the request body, and the rest did not arrive soon after.</summary>
    UnreadBody,

    /// <summary>A compressed response body inflates beyond the cap.</summary>
    OversizeDecoded,

    /// <summary>The answering side's own settings forbid what was asked: the other side must not do it in its place.</summary>
    Withheld,
}

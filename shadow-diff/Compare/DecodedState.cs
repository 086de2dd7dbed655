namespace Strangler.ShadowDiff.Compare;

/// <summary>What came of taking the content codings off a body.</summary>
internal enum DecodedState
{
    /// <summary>It had none, or they are off.</summary>
    Readable,

    /// <summary>A coding that is not known here, or data that is none of that coding.</summary>
    Unreadable,

    /// <summary>It inflates beyond the limit.</summary>
    TooLarge,
}

namespace Strangler.ShadowDiff.Faults;

/// <summary>Families of faults that a port is likely to have. The text form is kebab-case.</summary>
public enum FaultKind
{
    /// <summary>Another JSON type: a number as a text, null for an object.</summary>
    Type,

    /// <summary>Another value of the same type, where both sides agree.</summary>
    Value,

    /// <summary>A member, an element or all of the body is not there.</summary>
    Missing,

    /// <summary>A member or an element too much.</summary>
    Extra,

    /// <summary>Another status or reason, or a module that throws.</summary>
    Status,

    /// <summary>Members or elements in another order.</summary>
    Order,

    /// <summary>A header that is other, missing, or too much.</summary>
    Header,

    /// <summary>The same document in other bytes, or other bytes of a file.</summary>
    Bytes,

    /// <summary>Another charset, escape or content coding.</summary>
    Encoding,

    /// <summary>A time or a number that each side has for itself, and that cannot be: another zone, unit or form.</summary>
    Drift,

    /// <summary>Wrong once in a while.</summary>
    Intermittent,

    /// <summary>Wrong for some clients only.</summary>
    Client,
}

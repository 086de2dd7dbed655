namespace Strangler.ShadowDiff.Rules;

/// <summary>Which differences in its scope a rule covers.</summary>
internal enum RuleAction
{
    /// <summary>All of them.</summary>
    Ignore,

    /// <summary>Another value of the same type. Type, presence and number form still count.</summary>
    TypeOnly,

    /// <summary>Another order: an array or a list header is a set.</summary>
    Set,

    /// <summary>Another order of an array whose elements are told apart by one member; elements of the same key are compared.</summary>
    Keyed,

    /// <summary>Another number or time, when the two are close enough.</summary>
    Tolerance,

    /// <summary>Another value, when each side that has one matches its regular expression as a whole.</summary>
    Pattern,

    /// <summary>Another value, when it is the same but for a path that differs between the two installations.</summary>
    Mapped,

    /// <summary>Another number, when both lie within bounds; or another time, when neither lies ahead of its answer.</summary>
    Range,

    /// <summary>Another time, when each is as far from the moment of its own answer.</summary>
    NearNow,

    /// <summary>Another value, when each is what follows from the rest of its own answer.</summary>
    SameAs,
}

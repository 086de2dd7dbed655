namespace Strangler.ShadowDiff.Compare;

/// <summary>What a sighting of a divergence says about the code. The text form is kebab-case.</summary>
internal enum Sighting
{
    /// <summary>The two sides answer otherwise: it was there again when both were asked anew, or could not be asked.</summary>
    Stable,

    /// <summary>Gone when both sides were asked anew.</summary>
    Transient,

    /// <summary>Only ever seen while a write was under way, or had reached one side and not the other, and no other status or type: the sides' states differ, not their code.</summary>
    State,
}

namespace Strangler.ShadowDiff.Noise;

/// <summary>What the values at a volatile place look like; the text form is kebab-case.</summary>
internal enum ValueForm
{
    /// <summary>Nothing in common, or not looked at.</summary>
    Any,

    /// <summary>Date and time as ISO 8601 writes them.</summary>
    Timestamp,

    Uuid,
}

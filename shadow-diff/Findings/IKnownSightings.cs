namespace Strangler.ShadowDiff.Findings;

/// <summary>What earlier sightings of a divergence have shown.</summary>
internal interface IKnownSightings
{
    /// <summary>Whether it has ever been seen to last while the sides were in the same state.</summary>
    bool IsStable(string fingerprint);

    /// <summary>Whether it was there again often enough that another re-run would tell nothing.</summary>
    bool IsConfirmed(string fingerprint);

    /// <summary>How often it was gone when asked anew.</summary>
    long PassedBefore(string fingerprint);

    /// <summary>It was there again.</summary>
    void Confirm(string fingerprint);
}

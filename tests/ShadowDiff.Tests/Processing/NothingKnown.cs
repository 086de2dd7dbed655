using Strangler.ShadowDiff.Findings;

namespace Strangler.ShadowDiff.Tests.Processing;

/// <summary>A register in which nothing was ever seen.</summary>
internal sealed class NothingKnown : IKnownSightings
{
    public bool IsStable(string fingerprint) => false;

    public bool IsConfirmed(string fingerprint) => false;

    public long PassedBefore(string fingerprint) => 0;

    public void Confirm(string fingerprint)
    {
        // Nothing is remembered.
    }
}

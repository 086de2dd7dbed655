using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Cutover;

/// <summary>Feature of a request: a tester has chosen the side that is to answer it, and may. It counts where both sides can: at shadow, canary and live.</summary>
internal sealed record TesterChoice(Side Side)
{
    public static readonly TesterChoice Legacy = new(Side.Legacy);

    public static readonly TesterChoice Modern = new(Side.Modern);
}

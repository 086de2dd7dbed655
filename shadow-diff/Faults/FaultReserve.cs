namespace Strangler.ShadowDiff.Faults;

/// <summary>The part of the catalogue that was written last, when comparison, rules and trial were done: nothing was changed for its sake.</summary>
internal static partial class FaultCatalogue
{
    private static IEnumerable<FaultForm> FaultsInReserve() => [];

    private static IEnumerable<FaultForm> VariationsInReserve() => [];
}

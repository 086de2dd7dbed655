using System.Security.Cryptography;
using System.Text;
using Strangler.ShadowDiff.Faults;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Trials;

/// <summary>What a trial seeds.</summary>
/// <param name="Seed">The same seed chooses the same faults of the same answers.</param>
/// <param name="FaultsPerRoute">Most faults of a route; half as many variations besides.</param>
/// <param name="Kinds">Kinds of faults.</param>
/// <param name="Routes">Routes.</param>
/// <param name="Of">The side whose answers are altered; null for either.</param>
internal sealed record TrialPlan(int Seed, int FaultsPerRoute, IReadOnlySet<FaultKind> Kinds, IReadOnlySet<string> Routes, Side? Of)
{
    /// <summary>Only a trial of all kinds and both sides says how much of everything would be seen.</summary>
    public bool IsComplete => Of is null && Kinds.Count == Enum.GetValues<FaultKind>().Length;

    public IEnumerable<FaultForm> Forms => [.. FaultCatalogue.Faults.Where(form => Kinds.Contains(form.Kind!.Value)), .. FaultCatalogue.Variations];

    /// <summary>A number that follows from the seed and a name, and from nothing else.</summary>
    public ulong Draw(string name) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed} {name}")));
}

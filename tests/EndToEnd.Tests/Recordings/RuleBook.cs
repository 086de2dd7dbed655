using Strangler.Testing.Comparison;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>The rules by which an answer may differ from the recorded one, at each target.</summary>
internal static class RuleBook
{
    public static IReadOnlyList<Rule> For(Target target) =>
    [
        .. WebFileRules.All,
        .. VolatileRules.All,
        .. StateRules.All,
        .. target.HasGateway ? GatewayRules.All : [],
        .. target.IsModern ? [.. ModernRules.All, .. ModernJobRules.All] : Array.Empty<Rule>(),
    ];
}

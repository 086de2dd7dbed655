using Strangler.Testing.Comparison;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>Quirks of contract 13 that the C# modules fix; each rule is one fix and looks at nothing else.</summary>
internal static class ModernRules
{
    public static IReadOnlyList<Rule> All { get; } = [];
}

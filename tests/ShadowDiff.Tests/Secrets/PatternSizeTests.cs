using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Secrets;

namespace Strangler.ShadowDiff.Tests.Secrets;

/// <summary>
/// Patterns without backtracking keep each state that they have been in. One that counts to two hundred from each letter on has been in new ones for as long
/// as there are new texts: forty megabytes after a day.
/// </summary>
public sealed partial class PatternSizeTests
{
    private const int MostCounted = 40;

    [Fact]
    public void Patterns_ThatBeginAnywhere_CountNoFar()
    {
        var patterns = typeof(SecretNames).Assembly.GetTypes()
            .SelectMany(type => type.GetMembers(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(member => member.GetCustomAttribute<GeneratedRegexAttribute>())
            .OfType<GeneratedRegexAttribute>()
            .Where(attribute => attribute.Options.HasFlag(RegexOptions.NonBacktracking))
            .Select(attribute => attribute.Pattern)
            .ToList();

        Assert.True(patterns.Count > 50);
        Assert.DoesNotContain(patterns, pattern => pattern is not ['^' or '\\', ..] && Counted().Matches(pattern).Any(count => int.Parse(count.ValueSpan, CultureInfo.InvariantCulture) > MostCounted));
    }

    [GeneratedRegex(@"(?<=\{(?:[0-9]+,)?)[0-9]+(?=\})")]
    private static partial Regex Counted();
}

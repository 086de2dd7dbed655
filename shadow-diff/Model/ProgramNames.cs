using System.Globalization;
using System.Text;

namespace Strangler.ShadowDiff.Model;

/// <summary>The names under which the program itself stands in the audit: no person may be called so.</summary>
public static class ProgramNames
{
    /// <summary>Closes and reopens divergences, and ends trials.</summary>
    public const string ShadowDiff = "shadow-diff";

    /// <summary>Takes routes back.</summary>
    public const string Gateway = "gateway";

    /// <summary>Pauses, ends and aborts plans where no person did.</summary>
    public const string Plans = "plans";

    /// <summary>An edit of the file of the flags: nobody else is known.</summary>
    public const string Features = "features.json";

    /// <summary>All of them: an edit of the other file stands there under its name too.</summary>
    public static IReadOnlyList<string> All { get; } = [Features, "yarp.json", ShadowDiff, Gateway, Plans];

    /// <summary>Whether a reader would take the name for one of them.</summary>
    public static bool Has(string name) => All.Contains(Folded(name).Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Without what a reader does not see: full-width and mathematical letters are letters, every dash is a hyphen, and what does not show is not
    /// there. By hand, since the program runs without the system's tables of Unicode.
    /// </summary>
    private static string Folded(string name)
    {
        var folded = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)
                folded.Append(Folded(rune));
        }

        return folded.ToString();
    }

    private static char Folded(Rune rune) => rune.Value switch
    {
        >= 0xFF01 and <= 0xFF5E => (char)(rune.Value - 0xFEE0),
        >= 0x1D400 and <= 0x1D6A3 => Letters[(rune.Value - 0x1D400) % Letters.Length],
        0x2024 or 0xFE52 => '.',
        0x2043 or 0x2212 => '-',
        _ when Rune.GetUnicodeCategory(rune) == UnicodeCategory.DashPunctuation => '-',
        <= char.MaxValue => (char)rune.Value,
        _ => '?',
    };

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
}

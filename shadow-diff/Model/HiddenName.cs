using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Model;

/// <summary>What stands in a place for a member's name that is a secret itself, as in <c>{"tokens":{"…":true}}</c>.</summary>
internal static partial class HiddenName
{
    /// <summary>A hash, the same on every machine and in every run: two places stay two, and one stays one.</summary>
    /// <param name="name">The name; one that stands for another already stays.</param>
    public static string Of(string name) => Whole().IsMatch(name) ? name : $"(name {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 6))})";

    /// <summary>Whether one stands in the text.</summary>
    public static bool IsIn(string text) => Form().IsMatch(text);

    [GeneratedRegex(@"\(name [0-9a-f]{12}\)", RegexOptions.NonBacktracking)]
    private static partial Regex Form();

    [GeneratedRegex(@"^\(name [0-9a-f]{12}\)$", RegexOptions.NonBacktracking)]
    private static partial Regex Whole();
}

using System.Buffers;
using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Strangler.ShadowDiff.Secrets;

/// <summary>A secret's name that is itself a value, beside what it names: <c>{"name":"token","value":"…"}</c>, <c>kind: Secret</c> over <c>data</c>.</summary>
internal static class PairedNames
{
    /// <summary>A longer text is no name but of a path.</summary>
    private const int LongestPhrase = 40;
    private const int LongestPath = 200;

    private static readonly SearchValues<char> NotInPaths = SearchValues.Create(" \t\r\n=?&%");

    /// <summary>Members, and parameters, that name what the others hold.</summary>
    private static readonly FrozenSet<string> Naming = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "name", "key", "field", "header", "param", "parameter", "id", "label", "property", "attribute", "variable", "column", "setting", "option", "type", "n", "k");

    /// <summary>Words that end a member's name which does so where another one is there for the value: <c>fieldName</c>, <c>path</c> of a JSON Patch.</summary>
    private static readonly FrozenSet<string> MaybeNaming = FrozenSet.Create<string>(
        [.. Naming, "title", "path", "pointer", "var", "kind", "attr", "prop", "target", "item", "entry", "selector", "identifier", "caption", "heading", "question", "ref"]);

    /// <summary>Words that end a name of what holds the value.</summary>
    private static readonly FrozenSet<string> Holding = FrozenSet.Create(
        "value", "values", "val", "v", "data", "content", "contents", "text", "default", "payload", "before", "after", "old", "new", "to", "from", "answer", "input", "current", "previous");

    /// <summary>Whether it names the others, whatever they are called.</summary>
    public static bool AlwaysNames(string member) => Naming.Contains(member);

    /// <summary>Whether it names one that <see cref="Holds"/>.</summary>
    public static bool MayName(string member) => Naming.Contains(member) || MaybeNaming.Contains(SecretWords.Last(member));

    public static bool Holds(string member) => Holding.Contains(SecretWords.Last(member));

    /// <summary>As much of a text as may be a name.</summary>
    public static string Beginning(Group text) => text.ValueSpan[..Math.Min(text.Length, LongestPath)].ToString();

    /// <summary>Whether a text may be a name: of several words when it is short, else a path (<c>/user/token</c>, <c>urn:…:token</c>).</summary>
    public static bool MayBe(string text) =>
        text.Length <= LongestPhrase ? text.Length > 0 : text.Length <= LongestPath && !text.AsSpan().ContainsAny(NotInPaths);
}

using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Secrets;

namespace Strangler.ShadowDiff.Recording;

/// <summary>Puts texts in the place of values of a JSON document and leaves every other byte as it is.</summary>
/// <param name="document">The bytes.</param>
/// <param name="mark">What stands for a value; null when it stays and its children are looked at.</param>
/// <param name="secrets">Names that hide what is paired with them: <c>{"name":"token","value":"…"}</c>, <c>["token","…"]</c>, <c>{"columns":["token"],"rows":[["…"]]}</c>.</param>
internal sealed class JsonRedactor(byte[] document, JsonRedactor.MarkFunction mark, SecretNames secrets)
{
    private static readonly SearchValues<char> InPlainWords = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_");

    /// <summary>Members of a JSON Web Key that are private (RFC 7518 6).</summary>
    private static readonly string[] PrivateInKeys = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    private static readonly FrozenSet<string> TypesOfFields = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "string", "text", "password", "varchar", "email", "number", "integer", "int", "boolean", "bool", "object", "array", "query", "header", "body", "formData");

    private readonly ArrayBufferWriter<byte> _result = new();
    private int _copied;
    private bool _hasNames;

    /// <summary>Levels between an object that holds a table and the table's heading, or a row.</summary>
    private const int DeepestHeading = 2;
    private const int DeepestRow = 3;

    public delegate string? MarkFunction(JsonPath path, JsonNode node, ReadOnlySpan<byte> raw);

    /// <param name="root">The document's tree.</param>
    /// <param name="path">Where it stands, when the document is a part of another.</param>
    public byte[] Apply(JsonNode root, JsonPath path)
    {
        _hasNames = HasNames(root);
        Visit(root, path);
        CopyTo(document.Length);
        return _result.WrittenSpan.ToArray();
    }

    private void Visit(JsonNode node, JsonPath path, bool isPaired = false)
    {
        if (isPaired && !IsNoValue(node))
        {
            Put(node, SecretNames.Placeholder);
            return;
        }

        if (mark(path, node, node.Raw(document)) is { } text)
        {
            Put(node, text);
            return;
        }

        VisitMembers(node, path);
        VisitItems(node, path);
    }

    private void VisitMembers(JsonNode node, JsonPath path)
    {
        var naming = _hasNames ? Naming(node) : null;
        var heading = default((JsonNode Member, JsonNode Names)?);
        foreach (var (_, member) in _hasNames ? node.Members : [])
        {
            if (heading is null && Heading(member, DeepestHeading) is { } names)
                heading = (member, names);
        }

        var isKey = node.Members.Exists(member => member.Name == "kty");
        foreach (var (name, value) in node.Members)
        {
            path.Enter(name);
            Visit(value, path, (isKey && PrivateInKeys.Contains(name)) || (naming is not null && value != naming && !Describes(name, value)) || (heading is { } table && value != table.Member && IsBelow(table.Names, value, DeepestRow)));
            path.Leave();
        }
    }

    private void VisitItems(JsonNode node, JsonPath path)
    {
        var isNamed = _hasNames && node.Items.Exists(IsNamingPair);
        var isCommand = node.Items.Count > 1 && IsCommand(node);
        var (heading, isAfterName, isAfterOption, areNames) = ((JsonNode?)null, false, false, AreNames(node));
        for (var i = 0; i < node.Items.Count; i++)
        {
            var item = node.Items[i];
            path.Enter(i);
            Visit(item, path, isAfterName || isAfterOption || (isNamed && !IsNamingPair(item)) || (isCommand && i > 0) || (heading is not null && IsRow(heading, item)));
            path.Leave();

            // An option is there for the next word alone, any other name for all that follows: ["token","is","…"].
            var (isName, isOption) = (_hasNames && !areNames && IsSecret(item), item.Text is ['-', ..]);
            isAfterName = isAfterName || (isName && !isOption);
            isAfterOption = isName && isOption;
            heading ??= _hasNames && IsHeading(item) ? item : null;
        }
    }

    /// <summary>Whether any text of the document is a secret's name; of most none is, and there is nothing to pair.</summary>
    private bool HasNames(JsonNode node) => IsSecret(node) || node.Items.Exists(HasNames) || node.Members.Exists(member => HasNames(member.Value));

    /// <summary>The member that names what the others hold: <c>{"name":"token","value":"…"}</c>, <c>{"op":"replace","path":"/user/token","value":"…"}</c>.</summary>
    private JsonNode? Naming(JsonNode node)
    {
        var holds = (bool?)null;
        return node.Members.Find(member =>
            (PairedNames.AlwaysNames(member.Name) && IsSecret(member.Value))
            || (PairedNames.MayName(member.Name) && (IsSecret(member.Value) || member.Value.Items.Exists(IsSecret))
                && (holds ??= node.Members.Exists(other => PairedNames.Holds(other.Name) || other.Name == "op")))).Value;
    }

    /// <summary>The same with each member as a pair: <c>[["name","token"],["value","…"]]</c>, <c>[{"k":"name","v":"token"},{"k":"value","v":"…"}]</c>.</summary>
    private bool IsNamingPair(JsonNode node) =>
        node.Items is [{ Text: { } name }, var value] ? PairedNames.MayName(name) && IsSecret(value)
        : node.Members is [(_, { Text: { } member }), (_, var named)] && PairedNames.MayName(member) && IsSecret(named);

    /// <summary>A list of names, as a table's first row is, in the node or not far below: <c>{"columns":["token"]}</c>, <c>{"schema":{"fields":[{"name":"token"}]}}</c>.</summary>
    private JsonNode? Heading(JsonNode node, int depth)
    {
        if (IsHeading(node))
            return node;

        var found = (JsonNode?)null;
        for (var i = 0; depth > 0 && found is null && i < node.Members.Count; i++)
            found = Heading(node.Members[i].Value, depth - 1);

        return found;
    }

    private bool IsHeading(JsonNode node) =>
        node.Items.Exists(item => IsSecret(item) || item.Members.Exists(member => PairedNames.MayName(member.Name) && IsSecret(member.Value) && !member.Value.Text!.Contains('/', StringComparison.Ordinal)));

    /// <summary>Whether it is, or its first entries are, as long as the heading.</summary>
    private static bool IsBelow(JsonNode heading, JsonNode node, int depth) =>
        IsRow(heading, node)
        || (depth > 0 && ((node.Items is [var first, ..] && (IsBelow(heading, first, depth - 1) || first.Members.Count == heading.Items.Count)) || node.Members.Exists(member => IsBelow(heading, member.Value, depth - 1))));

    private static bool IsRow(JsonNode heading, JsonNode node) => node != heading && node.Items.Count > 0 && node.Items.Count == heading.Items.Count;

    /// <summary>Whether it lists names and no values, as what is missing of a form: <c>["user","password","server"]</c>. Two may be a name and its value.</summary>
    private static bool AreNames(JsonNode node) => node.Items.Count > 2 && node.Items.TrueForAll(item => item.Text is { Length: > 0 } text && !text.AsSpan().ContainsAnyExcept(InPlainWords));

    /// <summary>Words of a command line, each a text of its own.</summary>
    private static bool IsCommand(JsonNode node) =>
        node.Items.TrueForAll(item => item.Text is not null) && node.Items.Exists(item => item.Text!.StartsWith('-')) && SecretForms.AreIn(string.Join(' ', node.Items.Select(item => item.Text)));

    /// <summary>Whether it tells more of a field than its name, and never what is in it: <c>{"name":"password","type":"string"}</c>, <c>{"type":"password","label":"Password"}</c>.</summary>
    private bool Describes(string member, JsonNode value) =>
        !PairedNames.Holds(member) && value.Text is { } text && (TypesOfFields.Contains(text) || (PairedNames.MayName(member) && IsSecret(value)));

    private bool IsSecret(JsonNode name) => name.Text is { } text && PairedNames.MayBe(text) && secrets.Has(text);

    /// <summary>A text that says that there is none, too (<see cref="SecretNames.IsNoValue"/>).</summary>
    internal static bool IsNoValue(JsonNode node) => node.Kind is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null || (node.Text is { } text && SecretNames.IsNoValue(text));

    private void Put(JsonNode node, string text)
    {
        CopyTo(node.Start);
        _result.Write(Encoding.UTF8.GetBytes($"\"{text}\""));
        _copied = node.End;
    }

    private void CopyTo(int end)
    {
        _result.Write(document.AsSpan(_copied..end));
        _copied = end;
    }
}

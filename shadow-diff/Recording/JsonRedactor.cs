using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Recording;

/// <summary>Puts texts in the place of values of a JSON document and leaves every other byte as it is.</summary>
/// <param name="document">The bytes.</param>
/// <param name="mark">What stands for a value; null when it stays and its children are looked at.</param>
/// <param name="secrets">Names that hide what is paired with them: <c>{"name":"token","value":"…"}</c>, <c>["token","…"]</c>, <c>{"columns":["token"],"rows":[["…"]]}</c>.</param>
internal sealed class JsonRedactor(byte[] document, JsonRedactor.MarkFunction mark, SecretNames secrets)
{
    /// <summary>Members, and parameters, that name what another one holds.</summary>
    public static readonly FrozenSet<string> Naming = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "name", "key", "field", "header", "param", "parameter", "id", "label", "property", "attribute", "variable", "column", "setting", "option", "type", "n", "k");

    /// <summary>A longer text is no name.</summary>
    public const int LongestName = 40;

    private readonly ArrayBufferWriter<byte> _result = new();
    private int _copied;

    public delegate string? MarkFunction(JsonPath path, JsonNode node, ReadOnlySpan<byte> raw);

    /// <param name="root">The document's tree.</param>
    /// <param name="path">Where it stands, when the document is a part of another.</param>
    public byte[] Apply(JsonNode root, JsonPath path)
    {
        Visit(root, path);
        CopyTo(document.Length);
        return _result.WrittenSpan.ToArray();
    }

    private void Visit(JsonNode node, JsonPath path, bool isPaired = false)
    {
        if (isPaired && node.Kind is not (JsonValueKind.True or JsonValueKind.Null))
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
        var naming = node.Members.Find(member => (Naming.Contains(member.Name) && IsSecret(member.Value)) || IsPatch(node, member.Name, member.Value)).Value;
        var heading = node.Members.Find(member => IsHeading(member.Value)).Value;
        foreach (var (name, value) in node.Members)
        {
            path.Enter(name);
            Visit(value, path, (naming is not null && value != naming) || IsBelow(heading, value) || (value.Items is [var first, ..] && IsBelow(heading, first)));
            path.Leave();
        }
    }

    private void VisitItems(JsonNode node, JsonPath path)
    {
        var heading = (JsonNode?)null;
        for (var i = 0; i < node.Items.Count; i++)
        {
            path.Enter(i);
            Visit(node.Items[i], path, (i > 0 && IsSecret(node.Items[i - 1])) || IsBelow(heading, node.Items[i]));
            path.Leave();
            heading ??= IsHeading(node.Items[i]) ? node.Items[i] : null;
        }
    }

    /// <summary>A list of names, as a table's first row is.</summary>
    private bool IsHeading(JsonNode node) => node.Items.Exists(IsSecret);

    private static bool IsBelow(JsonNode? heading, JsonNode node) => heading is not null && node != heading && node.Items.Count == heading.Items.Count;

    /// <summary>RFC 6902 4: <c>{"op":"replace","path":"/user/token","value":"…"}</c>.</summary>
    private bool IsPatch(JsonNode node, string name, JsonNode value) =>
        name == "path" && value.Text is ['/', ..] path && node.Members.Exists(member => member.Name == "op") && path.Split('/').Any(segment => secrets.Has(JsonPath.Unescape(segment)));

    private bool IsSecret(JsonNode name) => name.Text is { Length: > 0 and <= LongestName } text && secrets.Has(text);

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

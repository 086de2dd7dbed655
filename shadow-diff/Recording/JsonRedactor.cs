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
/// <param name="secrets">Names that hide what is paired with them: <c>{"name":"token","value":"…"}</c>, <c>["token","…"]</c>.</param>
internal sealed class JsonRedactor(byte[] document, JsonRedactor.MarkFunction mark, SecretNames secrets)
{
    /// <summary>Members that name what another member holds.</summary>
    private static readonly FrozenSet<string> Naming = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "name", "key", "field", "header", "param", "parameter", "id", "label", "property");

    private const int LongestName = 40;

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
        if (mark(path, node, node.Raw(document)) is { } text)
        {
            Put(node, text);
            return;
        }

        if (isPaired && node.Kind is (JsonValueKind.String or JsonValueKind.Number))
        {
            Put(node, SecretNames.Placeholder);
            return;
        }

        var naming = node.Members.Find(member => Naming.Contains(member.Name) && IsSecret(member.Value)).Value;
        foreach (var (name, value) in node.Members)
        {
            path.Enter(name);
            Visit(value, path, naming is not null && value != naming);
            path.Leave();
        }

        for (var i = 0; i < node.Items.Count; i++)
        {
            path.Enter(i);
            Visit(node.Items[i], path, i > 0 && IsSecret(node.Items[i - 1]));
            path.Leave();
        }
    }

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

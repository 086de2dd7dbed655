using System.Buffers;
using System.Text;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Recording;

/// <summary>Puts texts in the place of values of a JSON document and leaves every other byte as it is.</summary>
/// <param name="document">The bytes.</param>
/// <param name="mark">What stands for a value; null when it stays and its children are looked at.</param>
internal sealed class JsonRedactor(byte[] document, JsonRedactor.MarkFunction mark)
{
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

    private void Visit(JsonNode node, JsonPath path)
    {
        if (mark(path, node, node.Raw(document)) is { } text)
        {
            CopyTo(node.Start);
            _result.Write(Encoding.UTF8.GetBytes($"\"{text}\""));
            _copied = node.End;
            return;
        }

        foreach (var (name, value) in node.Members)
        {
            path.Enter(name);
            Visit(value, path);
            path.Leave();
        }

        for (var i = 0; i < node.Items.Count; i++)
        {
            path.Enter(i);
            Visit(node.Items[i], path);
            path.Leave();
        }
    }

    private void CopyTo(int end)
    {
        _result.Write(document.AsSpan(_copied..end));
        _copied = end;
    }
}

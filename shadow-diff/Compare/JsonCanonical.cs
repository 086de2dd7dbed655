using System.Text;
using System.Text.Json;

namespace Strangler.ShadowDiff.Compare;

/// <summary>Writes a value so that equal values have equal text: members sorted, strings without escapes, numbers as exact decimals with their form.</summary>
internal static class JsonCanonical
{
    public static string Of(JsonNode node, byte[] document)
    {
        var text = new StringBuilder();
        Write(node, document, text);
        return text.ToString();
    }

    private static void Write(JsonNode node, byte[] document, StringBuilder text)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Object:
                text.Append('{');
                foreach (var (name, value) in node.ByName().OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    WriteText(name, text);
                    Write(value, document, text);
                }

                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                node.Items.ForEach(item => Write(item, document, text));
                text.Append(']');
                break;
            case JsonValueKind.String:
                WriteText(node.Text!, text);
                break;
            default:
                text.Append(Encoding.ASCII.GetString(node.Raw(document))).Append(',');
                break;
        }
    }

    /// <summary>With its length in front, so that no text can pass for another's structure.</summary>
    private static void WriteText(string value, StringBuilder text) => text.Append(value.Length).Append(':').Append(value);
}

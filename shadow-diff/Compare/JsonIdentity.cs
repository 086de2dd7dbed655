using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Strangler.ShadowDiff.Compare;

/// <summary>
/// Numbers the values of two documents so that equal values have equal numbers: members in any order, strings without escapes,
/// numbers in their form. Each value is looked at once, however deep it lies, so the work stays in proportion to the documents.
/// </summary>
internal sealed class JsonIdentity
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public int Of(JsonNode node, byte[] document)
    {
        if (node.Identity is not { } number)
        {
            var form = Form(node, document);
            number = _numbers.TryGetValue(form, out var known) ? known : _numbers[form] = _numbers.Count;
            node.Identity = number;
        }

        return number;
    }

    private string Form(JsonNode node, byte[] document)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Object:
                var members = new StringBuilder("{");
                foreach (var (name, value) in node.ByName().OrderBy(member => member.Key, StringComparer.Ordinal))
                {
                    // With its length in front, so that no name can pass for another's structure.
                    members.Append(CultureInfo.InvariantCulture, $"{name.Length}:{name}{Of(value, document)},");
                }

                return members.ToString();
            case JsonValueKind.Array:
                return $"[{string.Join(',', node.Items.Select(item => Of(item, document)))}";
            case JsonValueKind.String:
                return $"\"{node.Text}";
            default:
                return Encoding.ASCII.GetString(node.Raw(document));
        }
    }
}

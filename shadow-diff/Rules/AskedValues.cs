using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Strangler.ShadowDiff.Rules;

/// <summary>
/// What requests have asked a server to remember, by the names of their members: kept as short hashes, since clients send what they like. Not safe for
/// several threads.
/// </summary>
internal sealed class AskedValues
{
    /// <summary>Names that are kept; of others nothing is known.</summary>
    private const int MostNames = 200;

    /// <summary>Values of one name; where there were more, any will do.</summary>
    private const int MostValues = 8;

    /// <summary>By name; null where any value will do.</summary>
    private readonly Dictionary<string, HashSet<ulong>?> _values = new(StringComparer.Ordinal);

    public void Add(JsonElement? request)
    {
        if (request is not { ValueKind: JsonValueKind.Object } members)
            return;

        foreach (var member in members.EnumerateObject())
        {
            if (Read(() => member.Name) is { } name)
                Add(name, HashOf(member.Value, isTold: false));
        }
    }

    /// <summary>Whether a value that legacy tells is one that was asked for, or none is known; its objects are in the order of their names (contract 3.2).</summary>
    public bool MayBe(string name, JsonElement told) => _values.GetValueOrDefault(name) is not { } known || HashOf(told, isTold: true) is not { } hash || known.Contains(hash);

    private void Add(string name, ulong? hash)
    {
        if (!_values.TryGetValue(name, out var known))
        {
            if (_values.Count >= MostNames)
                return;

            _values[name] = known = [];
        }

        if (hash is { } value)
            known?.Add(value);
        if (hash is null || known?.Count > MostValues)
            _values[name] = null;
    }

    /// <summary>Null where Python's reading and ours may differ.</summary>
    private static ulong? HashOf(JsonElement value, bool isTold) =>
        FormOf(value, isTold) is { } form ? BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(form))) : null;

    private static string? FormOf(JsonElement value, bool isTold) => value.ValueKind switch
    {
        JsonValueKind.Object => ObjectOf(value, isTold),
        JsonValueKind.Array => Joined("[]", value.EnumerateArray().Select(item => FormOf(item, isTold))),
        JsonValueKind.String => Read(value.GetString) is { } text ? Text(text) : null,
        JsonValueKind.Number => Number(value.GetRawText()),
        _ => value.GetRawText(),
    };

    /// <summary>Who keeps an object has each name once, the last that was sent, and tells them in order.</summary>
    private static string? ObjectOf(JsonElement value, bool isTold)
    {
        var members = value.EnumerateObject().Select(member => (Name: Read(() => member.Name), member.Value)).ToList();
        if (!isTold)
            members = [.. members.GroupBy(member => member.Name, StringComparer.Ordinal).Select(same => same.Last()).OrderBy(member => member.Name, StringComparer.Ordinal)];

        return Joined("{}", members.Select(member => member.Name is { } name && FormOf(member.Value, isTold) is { } form ? $"{Text(name)}:{form}" : null));
    }

    private static string? Joined(string brackets, IEnumerable<string?> parts) =>
        parts.ToList() is var all && all.Contains(null) ? null : $"{brackets[0]}{string.Join(',', all)}{brackets[1]}";

    /// <summary>With its length, so that no two values have one form.</summary>
    private static string Text(string text) => string.Create(CultureInfo.InvariantCulture, $"{text.Length}\"{text}");

    /// <summary>Null for a text with half a surrogate pair, which none of ours can have.</summary>
    private static string? Read(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>An integer by its digits, a float by its value; null for what is not finite.</summary>
    private static string? Number(string written) =>
        !written.AsSpan().ContainsAny(".eE") ? (written == "-0" ? "0" : written)
        : double.Parse(written, CultureInfo.InvariantCulture) is var number && double.IsFinite(number) ? $"{number.ToString("R", CultureInfo.InvariantCulture)}f"
        : null;
}

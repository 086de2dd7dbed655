using System.Text.Json;

namespace Strangler.Contract;

/// <summary>Finds the flags of <c>features.json</c> and where their values stand in its bytes, so that an edit can leave all else alone.</summary>
internal static class FeatureFlagScanner
{
    public static readonly JsonReaderOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The flags, and where their list begins; null when there is none.</summary>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public static (List<FeatureFlag> Flags, int? ListAt) Scan(ReadOnlySpan<byte> json)
    {
        var flags = new List<FeatureFlag>();
        int? listAt = null;
        var reader = new Utf8JsonReader(json, Options);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 2 && reader.ValueTextEquals("feature_flags"))
                listAt = ReadFlags(ref reader, flags) ?? listAt;
        }

        return (flags, listAt);
    }

    private static int? ReadFlags(ref Utf8JsonReader reader, List<FeatureFlag> flags)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return null;

        var listAt = (int)reader.BytesConsumed;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
                flags.Add(ReadFlag(ref reader));
            else
                reader.Skip();
        }

        return listAt;
    }

    private static FeatureFlag ReadFlag(ref Utf8JsonReader reader)
    {
        var flag = new FeatureFlag(null, false, default, null, default);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            flag = (name, reader.TokenType) switch
            {
                ("id", JsonTokenType.String) => flag with { Id = reader.GetString() },
                ("enabled", JsonTokenType.True or JsonTokenType.False) => flag with { Enabled = reader.GetBoolean(), EnabledAt = Token(ref reader) },
                ("variants", JsonTokenType.StartArray) => ReadVariants(ref reader, flag),
                ("allocation", JsonTokenType.StartObject) => ReadAllocation(ref reader, flag),
                _ => Skip(ref reader, flag),
            };
        }

        return flag;
    }

    private static FeatureFlag ReadVariants(ref Utf8JsonReader reader, FeatureFlag flag)
    {
        var (variants, ends) = Values(ref reader);
        return flag with
        {
            HasCanary = variants.Exists(variant => Text(variant, "name") == Stage.Canary.Name()),
            NextVariantAt = ends.Count == 0 ? null : ends[Math.Max(variants.FindIndex(variant => Text(variant, "name") == Stage.Shadow.Name()), 0)],
        };
    }

    private static FeatureFlag ReadAllocation(ref Utf8JsonReader reader, FeatureFlag flag)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            flag = (name, reader.TokenType) switch
            {
                ("default_when_enabled", JsonTokenType.String) => flag with { Variant = reader.GetString(), VariantAt = Token(ref reader) },
                ("percentile", JsonTokenType.StartArray) => ReadPercentile(ref reader, flag),
                ("user", JsonTokenType.StartArray) => flag with { Users = [.. Values(ref reader).Values.SelectMany(entry => Texts(entry, "users"))] },
                ("group", JsonTokenType.StartArray) => flag with { Groups = [.. Values(ref reader).Values.SelectMany(entry => Texts(entry, "groups"))] },
                _ => Skip(ref reader, flag),
            };
        }

        return flag;
    }

    private static FeatureFlag ReadPercentile(ref Utf8JsonReader reader, FeatureFlag flag)
    {
        var start = (int)reader.TokenStartIndex;
        var values = Values(ref reader).Values;
        var to = values is [var only] && Member(only, "to") is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : null;
        return flag with { To = to, Percentage = to is not null && RouteStage.TryParseNumber(to, out var percentage) ? percentage : null, PercentileAt = start..(int)reader.BytesConsumed };
    }

    private static IEnumerable<string> Texts(JsonElement entry, string list) =>
        Member(entry, list) is { ValueKind: JsonValueKind.Array } texts ? texts.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(text => text.GetString()!) : [];

    private static string? Text(JsonElement entry, string member) => Member(entry, member) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Member(JsonElement entry, string name) => entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value) ? value : null;

    /// <summary>The entries of a list, and where each ends.</summary>
    private static (List<JsonElement> Values, List<int> Ends) Values(ref Utf8JsonReader reader)
    {
        var (values, ends) = (new List<JsonElement>(), new List<int>());
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(JsonElement.ParseValue(ref reader));
            ends.Add((int)reader.BytesConsumed);
        }

        return (values, ends);
    }

    private static FeatureFlag Skip(ref Utf8JsonReader reader, FeatureFlag flag)
    {
        reader.Skip();
        return flag;
    }

    private static Range Token(ref Utf8JsonReader reader) => (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
}

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
                ("allocation", JsonTokenType.StartObject) => ReadAllocation(ref reader, flag),
                _ => Skip(ref reader, flag),
            };
        }

        return flag;
    }

    private static FeatureFlag ReadAllocation(ref Utf8JsonReader reader, FeatureFlag flag)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isDefault = reader.ValueTextEquals("default_when_enabled");
            reader.Read();
            if (isDefault && reader.TokenType == JsonTokenType.String)
                flag = flag with { Variant = reader.GetString(), VariantAt = Token(ref reader) };
            else
                reader.Skip();
        }

        return flag;
    }

    private static FeatureFlag Skip(ref Utf8JsonReader reader, FeatureFlag flag)
    {
        reader.Skip();
        return flag;
    }

    private static Range Token(ref Utf8JsonReader reader) => (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
}

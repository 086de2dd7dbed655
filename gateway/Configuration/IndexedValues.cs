using Microsoft.Extensions.Configuration.Json;

namespace Strangler.Gateway.Configuration;

/// <summary>Configuration that is read in time that grows with its length and no faster (<see cref="KeyIndex"/>).</summary>
internal sealed class IndexedValues : ConfigurationProvider, IConfigurationSource
{
    public IndexedValues(IDictionary<string, string?> values) => (Data, Keys) = (values, KeyIndex.Of(values.Keys));

    /// <summary>Every value, by its full name.</summary>
    public IDictionary<string, string?> Values => Data;

    public KeyIndex Keys { get; }

    /// <exception cref="FormatException">It is no JSON object, or writes one key in two ways.</exception>
    public static IndexedValues OfJson(byte[] text)
    {
        using var json = new Json(new JsonStreamConfigurationSource { Stream = new MemoryStream(text) });
        return new(json.Read());
    }

    public IConfiguration ToConfiguration() => new ConfigurationBuilder().Add(this).Build();

    public override IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath) => Keys.Below(parentPath, earlierKeys);

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>The framework's own reading of a text.</summary>
    private sealed class Json(JsonStreamConfigurationSource source) : JsonStreamConfigurationProvider(source), IDisposable
    {
        public IDictionary<string, string?> Read()
        {
            Load();
            return Data;
        }

        public void Dispose() => Source.Stream?.Dispose();
    }
}

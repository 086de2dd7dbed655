using System.Text.Json.Serialization;

namespace Strangler.ShadowDiff.Store;

/// <summary>How these types are written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredRequest))]
[JsonSerializable(typeof(StoredResponse))]
internal sealed partial class StoredJson : JsonSerializerContext;

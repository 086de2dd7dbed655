using System.Text.Json.Serialization;

namespace Strangler.ShadowDiff.Store.Transfer;

/// <summary>How an export is written as JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(ExportLine))]
[JsonSerializable(typeof(ImportResult))]
[JsonSerializable(typeof(ImportError))]
internal sealed partial class ExportJson : JsonSerializerContext;

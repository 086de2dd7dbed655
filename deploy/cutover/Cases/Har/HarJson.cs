using System.Text.Json.Serialization;

namespace Strangler.Cutover.Cases.Har;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(HarFile))]
internal sealed partial class HarJson : JsonSerializerContext;

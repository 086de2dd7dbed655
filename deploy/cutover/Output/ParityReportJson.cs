using System.Text.Json.Serialization;

namespace Strangler.Cutover.Output;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(ParityReport))]
internal sealed partial class ParityReportJson : JsonSerializerContext;

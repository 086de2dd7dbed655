using System.Text.Json.Serialization;
using Strangler.ShadowDiff.Reports;

namespace Strangler.Cutover.Api;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Board))]
[JsonSerializable(typeof(Audit))]
[JsonSerializable(typeof(Changes))]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(ExampleReport))]
[JsonSerializable(typeof(StageRequest))]
[JsonSerializable(typeof(RollbackRequest))]
[JsonSerializable(typeof(LegacyOnlyRequest))]
[JsonSerializable(typeof(RevertRequest))]
[JsonSerializable(typeof(Refusal))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;

using System.Text.Json.Serialization;
using Strangler.ShadowDiff.SignOff;

namespace Strangler.ShadowDiff.Reports;

/// <summary>How these types are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(SignOffReport))]
internal sealed partial class ReportJson : JsonSerializerContext;

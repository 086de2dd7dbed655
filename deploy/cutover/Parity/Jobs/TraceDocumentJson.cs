using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Strangler.CommandLine.Parity.Jobs;

/// <summary>How what a trace shows is written.</summary>
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class TraceDocumentJson : JsonSerializerContext;

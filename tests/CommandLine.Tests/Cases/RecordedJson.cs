using System.Text.Json.Serialization;
using Strangler.Testing.Recordings;

namespace Strangler.CommandLine.Tests.Cases;

[JsonSerializable(typeof(RecordedRequest))]
internal sealed partial class RecordedJson : JsonSerializerContext;

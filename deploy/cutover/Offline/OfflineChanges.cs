using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Strangler.Contract;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Offline;

/// <summary>What a rollback without a gateway moved; its JSON is for scripts.</summary>
/// <param name="Items">Empty when everything was at legacy already.</param>
/// <param name="Features">The file that was edited.</param>
/// <param name="Gateway">The running gateway that reads the file; null when none was seen.</param>
internal sealed record OfflineChanges([property: JsonPropertyName("changes")] IReadOnlyList<Change> Items, string Features, RunningGateway? Gateway);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OfflineChanges))]
internal sealed partial class OfflineJson : JsonSerializerContext
{
    /// <inheritdoc cref="ManagementJson.Readable"/>
    public static OfflineJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

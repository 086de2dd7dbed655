using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Strangler.CommandLine.Drills;

/// <summary>What one drill has shown. Seconds are from the fault on; null for what did not happen.</summary>
/// <param name="Drill">Its name.</param>
/// <param name="Route">The route that was broken at <c>live</c>.</param>
/// <param name="Fault">What was done.</param>
/// <param name="FoundBy">The watch of the gateway's that found it.</param>
/// <param name="Detected">When the gateway had seen enough.</param>
/// <param name="Back">When <c>GET /api/routes</c> said that legacy answers again.</param>
/// <param name="Requests">That clients sent, from before the fault until after the rollback.</param>
/// <param name="BadAnswers">Those of them that their clients could not use.</param>
/// <param name="Bound">Seconds in which it must be back.</param>
/// <param name="Problem">Why the drill has failed; null where it has not.</param>
/// <param name="Seen">What else is to be known of it.</param>
internal sealed record DrillResult(
    string Drill, string Route, string Fault, string? FoundBy, double? Detected, double? Back, int Requests, int BadAnswers, double Bound, string? Problem, string? Seen = null);

/// <summary>All of a run.</summary>
internal sealed record DrillResults(IReadOnlyList<DrillResult> Drills);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DrillResults))]
internal sealed partial class DrillJson : JsonSerializerContext
{
    /// <inheritdoc cref="Contract.Management.ManagementJson.Readable"/>
    public static DrillJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Alerts;

/// <summary>What is posted, as JSON in snake_case.</summary>
/// <param name="Event"><c>rollback</c>: there is no other one yet.</param>
/// <param name="Route">The route.</param>
/// <param name="From">The stage that it was at, e.g. <c>canary 5 %</c>.</param>
/// <param name="To">The stage that it is held at.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Watch">What found the reason.</param>
/// <param name="Evidence">The reason.</param>
/// <param name="Text">All of it in a sentence, under the name by which chats show it.</param>
internal sealed record Alert(string Event, string Route, string From, string To, DateTimeOffset At, string Watch, string Evidence, string Text)
{
    public static Alert Of(Latch latch) => new(
        "rollback", latch.Route, $"{latch.From}", $"{latch.To}", latch.At, latch.Watch, latch.Evidence,
        $"The gateway has taken {latch.Route} back, {latch.From} > {latch.To}. {latch.Evidence} It stays there until a person moves it.");

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, AlertJson.Default.Alert);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Alert))]
internal sealed partial class AlertJson : JsonSerializerContext;

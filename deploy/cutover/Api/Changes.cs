namespace Strangler.Cutover.Api;

/// <summary>What a command moved.</summary>
/// <param name="Items">Empty when everything was there already.</param>
/// <param name="Warning">Carried out, but something needs a person.</param>
/// <param name="Features">The file that was edited because no gateway answered; null when a gateway did the work.</param>
internal sealed record Changes(
    [property: System.Text.Json.Serialization.JsonPropertyName("changes")] IReadOnlyList<Change> Items,
    string? Warning = null, string? Features = null);

/// <summary>One thing that moved: a route from stage to stage, or <c>legacy-only</c> from off to on.</summary>
internal sealed record Change(string Route, string Before, string After);

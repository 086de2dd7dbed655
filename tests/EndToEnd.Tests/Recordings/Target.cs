namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>What a recording is replayed against.</summary>
/// <param name="Name">As in the report.</param>
/// <param name="Stage">Stage of the routes that have a module; null: the reference Flask server without a gateway before it.</param>
internal sealed record Target(string Name, string? Stage)
{
    public static readonly Target Legacy = new("flask", null);
    public static readonly Target AtLegacy = new("gateway at legacy", "legacy");
    public static readonly Target AtLive = new("gateway at live", "live");

    /// <summary>With no legacy server behind the gateway.</summary>
    public static readonly Target AtComplete = new("gateway at complete", "complete");

    public static IReadOnlyList<Target> All { get; } = [Legacy, AtLegacy, AtLive, AtComplete];

    public bool HasGateway => Stage is not null;

    public bool HasLegacy => Stage != "complete";

    /// <summary>True where C# answers the routes that have a module.</summary>
    public bool IsModern => Stage is "live" or "complete";

    public override string ToString() => Name;
}

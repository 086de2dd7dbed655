namespace Strangler.ShadowDiff.Model;

/// <summary>What the instruments of all features have in common. Their names begin with <c>strangler.shadow.</c></summary>
public static class ShadowMeter
{
    /// <summary>The meter to collect.</summary>
    public const string Name = "Strangler.ShadowDiff";

    /// <summary>A tag of a measurement. Tags carry the route's name, never a raw path.</summary>
    internal static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}

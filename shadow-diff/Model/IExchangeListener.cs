namespace Strangler.ShadowDiff.Model;

/// <summary>Hears what both sides answered, as soon as that is known, and beside the evidence. The host registers one; it never waits and never throws.</summary>
public interface IExchangeListener
{
    /// <summary>Both sides have answered.</summary>
    void Answered(PairedExchange exchange);

    /// <summary>Their answers were compared.</summary>
    /// <param name="route">The route.</param>
    /// <param name="started">When the client's request came, in UTC.</param>
    /// <param name="critical">Where they differ so that clients break and nobody has accepted it; null where they do not.</param>
    void Compared(string route, DateTimeOffset started, string? critical);
}

/// <summary>An exchange that both sides have answered.</summary>
/// <param name="Route">The route.</param>
/// <param name="ServedBy">The side whose answer the client got; legacy where the gateway asked both itself.</param>
/// <param name="Started">When the request came, in UTC.</param>
/// <param name="LegacyStatus">Legacy's status.</param>
/// <param name="ModernStatus">Modern's; 500 where it threw.</param>
/// <param name="Legacy">How long legacy took.</param>
/// <param name="Modern">How long modern took.</param>
/// <param name="Bytes">Of both bodies: a large one takes as long as the client does.</param>
public sealed record PairedExchange(string Route, Side ServedBy, DateTimeOffset Started, int LegacyStatus, int ModernStatus, TimeSpan Legacy, TimeSpan Modern, int Bytes)
{
    /// <inheritdoc cref="ResponsePair.IsOfLegacysOutage"/>
    public bool IsOfLegacysOutage => ResponsePair.IsOutage(LegacyStatus, ModernStatus);
}

/// <summary>Of a host that registers none.</summary>
internal sealed class NoExchangeListener : IExchangeListener
{
    public void Answered(PairedExchange exchange)
    {
    }

    public void Compared(string route, DateTimeOffset started, string? critical)
    {
    }
}

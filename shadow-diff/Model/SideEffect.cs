namespace Strangler.ShadowDiff.Model;

/// <summary>What a request does to the server that answers it, and so what the shadow may do with a copy (docs/architecture.md).</summary>
public enum SideEffect
{
    /// <summary>Changes nothing: mirror freely.</summary>
    Safe,

    /// <summary>An idempotent change of state: mirrored so that the other side's state follows.</summary>
    Follow,

    /// <summary>Modern validates and forms its answer without effect; never mirrored to legacy.</summary>
    Validate,

    /// <summary>Never mirrored.</summary>
    Never,

    /// <summary>A long connection: its requests are no exchanges, and what goes over it is compared by itself (<see cref="ChannelExchange"/>).</summary>
    Channel,
}

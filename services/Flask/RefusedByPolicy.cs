namespace Strangler.Services.Flask;

/// <summary>
/// A feature of a request that a module refused because its settings forbid what was asked. The module puts it on
/// <see cref="Microsoft.AspNetCore.Http.HttpContext.Features"/> before it answers; whoever would do the same elsewhere finds it there, and leaves it.
/// </summary>
public sealed class RefusedByPolicy
{
    /// <summary>The one instance.</summary>
    public static readonly RefusedByPolicy Instance = new();

    private RefusedByPolicy()
    {
    }
}

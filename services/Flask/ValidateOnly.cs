namespace Strangler.Services.Flask;

/// <summary>
/// A feature of a request that is only to be validated and answered: it must change nothing. Whoever sends such a request puts it on
/// <see cref="Microsoft.AspNetCore.Http.HttpContext.Features"/>.
/// </summary>
public sealed class ValidateOnly
{
    /// <summary>The one instance.</summary>
    public static readonly ValidateOnly Instance = new();

    private ValidateOnly()
    {
    }
}

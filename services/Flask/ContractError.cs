namespace Strangler.Services.Flask;

/// <summary>
/// A feature of a request whose content gets a 5xx by the contract (5, Q11): legacy answers it so too, and the module has not failed. The
/// module puts it on <see cref="Microsoft.AspNetCore.Http.HttpContext.Features"/> before it answers, for whoever watches modules.
/// </summary>
public sealed class ContractError
{
    /// <summary>The one instance.</summary>
    public static readonly ContractError Instance = new();

    private ContractError()
    {
    }
}

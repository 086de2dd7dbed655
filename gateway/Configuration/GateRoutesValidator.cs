using Microsoft.Extensions.Options;
using Strangler.Gateway.Routing;
using Strangler.ShadowDiff.Gate;

namespace Strangler.Gateway.Configuration;

/// <summary>Refuses thresholds of a route that does not exist: they would be in force for nothing, in silence.</summary>
internal sealed class GateRoutesValidator(IConfiguration configuration) : IValidateOptions<GateThresholds>
{
    public ValidateOptionsResult Validate(string? name, GateThresholds options)
    {
        string[] known = [.. RouteTable.RoutesOf(configuration)];
        string[] unknown = [.. configuration.GetSection("Gate:Routes").GetChildren().Select(route => route.Key).Where(route => !known.Contains(route))];
        return unknown.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(unknown.Select(route => $"Gate:Routes:{route}: there is no route '{route}'; the routes are {string.Join(", ", known)}."));
    }
}

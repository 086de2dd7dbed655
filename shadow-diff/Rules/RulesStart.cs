using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Refuses the start when a rule names a route that is none: the rules are read before the host has its routes.</summary>
internal sealed class RulesStart(RulesInForce rules, IShadowedRoutes routes, IOptions<RulesOptions> options) : IHostedService
{
    /// <exception cref="InvalidRulesException">The file has an error; all of it are named.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (RulesReload.Known(routes) is { } known)
            rules.Begin(RulesFile.Load(options.Value.Rules, known));

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

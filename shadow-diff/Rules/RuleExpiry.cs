using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Loads the rules when the program starts, and says which of them have stopped working, then and at each new day.</summary>
internal sealed partial class RuleExpiry(RuleSet rules, TimeProvider time, ILogger<RuleExpiry> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var reported = new HashSet<Rule>();
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1), time);
        do
        {
            var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            foreach (var rule in rules.Expired(today).Where(reported.Add))
            {
                RuleExpired(rule.Name, rule.At.ToString(), rule.Expires!.Value, rule.Owner ?? "nobody");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "The rule {Name} at {Location} expired on {Day} and covers nothing any more (owner: {Owner})")]
    private partial void RuleExpired(string name, string location, DateOnly day, string owner);
}

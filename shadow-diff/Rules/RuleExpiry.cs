using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Strangler.ShadowDiff.Rules;

/// <summary>Says which rules have stopped working, at the start, at each new day and after an edit.</summary>
internal sealed partial class RuleExpiry(RulesInForce rules, TimeProvider time, ILogger<RuleExpiry> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var reported = new HashSet<(string, string, DateOnly?)>();
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        do
        {
            var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            foreach (var rule in rules.Current.Expired(today).Where(rule => reported.Add((rule.Name, rule.At.ToString(), rule.Expires))))
                RuleExpired(rule.Name, rule.At.ToString(), rule.Expires!.Value, rule.Owner ?? "nobody");
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "The rule {Name} at {Location} expired on {Day:yyyy-MM-dd} and covers nothing any more (owner: {Owner})")]
    private partial void RuleExpired(string name, string location, DateOnly day, string owner);
}

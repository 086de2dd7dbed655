using Microsoft.Extensions.DependencyInjection;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Rules;

public sealed class RulesReloadTests
{
    private const string Ignoring = """{ "rules": [{ "name": "r", "kind": "volatile", "route": "*", "at": "body /a", "action": "ignore", "reason": "because" }] }""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Edit_WhileRunning_IsInForceAndABadOneChangesNothing()
    {
        using var folder = new TemporaryFolder();
        await using var host = await ShadowHost.StartAsync(
            Answers.Json("""{"a":1}"""), _ => Plans.LegacyAnswers(Answers.Json("""{"a":2}""")), folder: folder);
        var rules = host.Services.GetRequiredService<RulesInForce>();
        await host.Client.GetStringAsync("/x", Token);
        Assert.Equal(1, (await host.SettledAsync(1)).Diverged);

        await File.WriteAllTextAsync(folder.Combine("rules.json"), Ignoring, Token);
        await Eventually.IsTrueAsync(() => rules.Current.Rules.Count == 1, Token);
        await host.Client.GetStringAsync("/x", Token);
        Assert.Equal(1, (await host.SettledAsync(2)).Matched);

        await File.WriteAllTextAsync(folder.Combine("rules.json"), """{ "rules": [7] }""", Token);
        await Eventually.IsTrueAsync(() => rules.StandingErrors.Count == 1, Token);
        Assert.Contains("rules.json: line 1, rules[0]: must be an object", rules.StandingErrors[0], StringComparison.Ordinal);
        await host.Client.GetStringAsync("/x", Token);
        Assert.Equal(2, (await host.SettledAsync(3)).Matched);

        File.Delete(folder.Combine("rules.json"));
        await Eventually.IsTrueAsync(() => rules.StandingErrors is [var error] && error.Contains("there is no such file", StringComparison.Ordinal), Token);

        await File.WriteAllTextAsync(folder.Combine("rules.json"), """{ "rules": [] }""", Token);
        await Eventually.IsTrueAsync(() => rules.StandingErrors.Count == 0, Token);
        Assert.Empty(rules.Current.Rules);
    }
}

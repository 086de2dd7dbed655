using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.FeatureManagement;
using Strangler.Contract;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>The promise of the whole program: a route changes sides under load, and no request notices.</summary>
public sealed class FlipUnderLoadTests(ITestOutputHelper output)
{
    private const int Flips = 200;
    private const int Clients = 8;
    private static readonly string[] StageByTurn = ["legacy", "canary 40 %", "live", "shadow", "canary 0.5 %", "canary 70 %", "complete"];

    private static readonly ConcurrentDictionary<(string Canary, string Subject), string> Sides = new();

    private int _begun;
    private int _inForce;

    [Fact]
    public async Task Flip200TimesUnderLoad_NoRequestFails_AndNoneIsAnsweredByAnExcludedSide()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address, ("Gateway:ServedByHeader", "true"), ("Gateway:ConnectionLimit", "0"), ("Gateway:CanaryBy", "header:X-Client")).Start();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var faults = new ConcurrentQueue<string>();
        var load = Enumerable.Range(0, Clients).Select(number => Task.Run(() => LoadAsync(gateway, $"client {number}", faults, stop.Token), stop.Token)).ToArray();

        var slowest = TimeSpan.Zero;
        for (var turn = 1; turn <= Flips; turn++)
        {
            var started = Stopwatch.GetTimestamp();
            Volatile.Write(ref _begun, turn);
            await gateway.SetStageAsync("test", StageAt(turn));
            Volatile.Write(ref _inForce, turn);
            Assert.Equal(SideAt(turn, "127.0.0.1"), await CutoverTests.SideOfAsync(gateway.Public, HttpMethod.Post, "/api/test"));
            slowest = Stopwatch.GetElapsedTime(started) is var took && took > slowest ? took : slowest;
        }

        await stop.CancelAsync();
        var requests = (await Task.WhenAll(load)).Sum();
        output.WriteLine($"{requests} requests during {Flips} flips; the slowest flip was in force after {slowest.TotalMilliseconds:F0} ms");
        Assert.Empty(faults);
        Assert.True(requests > Flips, "the load was too small to prove anything");
    }

    private static string StageAt(int turn) => StageByTurn[turn % StageByTurn.Length];

    private static string SideAt(int turn, string subject) => StageAt(turn) switch
    {
        "live" or "complete" => "modern",
        "legacy" or "shadow" => "legacy",
        var canary => Sides.GetOrAdd((canary, subject), static key => IsTaken(key.Canary, key.Subject) ? "modern" : "legacy"),
    };

    private static bool IsTaken(string canary, string subject)
    {
        Assert.True(RouteStage.TryParse(canary, out var stage));
        return Canary.Compile("cutover.test", new Allocation { Percentile = [new PercentileAllocation { Variant = "live", From = 0, To = (double)stage.Percentage! }] }).Takes(subject, null);
    }

    // A request that begins after flip N is in force and ends before flip N+1 begins must be answered by N's side;
    // one that sees flips in between may be answered by the side of any of them.
    private async Task<int> LoadAsync(GatewayApp gateway, string subject, ConcurrentQueue<string> faults, CancellationToken cancellationToken)
    {
        using var client = gateway.Public;
        client.DefaultRequestHeaders.Add("X-Client", subject);
        var requests = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            var first = Volatile.Read(ref _inForce);
            string side;
            try
            {
                side = await CutoverTests.SideOfAsync(client, HttpMethod.Post, "/api/test");
            }
            catch (HttpRequestException ex)
            {
                faults.Enqueue(ex.ToString());
                continue;
            }

            var last = Volatile.Read(ref _begun);
            if (!Enumerable.Range(first, last - first + 1).Any(turn => SideAt(turn, subject) == side))
                faults.Enqueue($"{side} answered {subject} between flips {first} and {last}");
            requests++;
        }

        return requests;
    }
}

using Microsoft.Extensions.Time.Testing;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Tests.Store;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Gate;

/// <summary>What one build of modern has shown says nothing of another.</summary>
public abstract class BuildEvidenceTests(TestEngine engine) : EngineTests(engine)
{
    private static readonly ResponsePair Right = Pairs.Json("""{"a":1}""", """{"a":1}""");
    private static readonly ResponsePair Wrong = Pairs.Json("""{"a":1}""", """{"a":2}""");

    private readonly FakeTimeProvider _time = new(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task NewBuild_StartsAnew_AndAnEarlierOneGoesOnWhereItWas()
    {
        await using (var store = Open("b1"))
        {
            await CompareAsync(store, Right, Right, Wrong);
            await AssertAsync(store, "b1", compared: 3, diverged: 1);
        }

        await using (var store = Open("b2"))
        {
            await AssertAsync(store, "b2", compared: 0, diverged: 0);
            await CompareAsync(store, Right, Right);
            await AssertAsync(store, "b2", compared: 2, diverged: 0);
            Assert.Equal(5, store.Board.Current()["status"].Compared);
        }

        await using var again = Open("b1");
        await CompareAsync(again, Right);
        await AssertAsync(again, "b1", compared: 4, diverged: 1);
    }

    private OpenStore Open(string build) => new(Place(), _time, build: build);

    private static async Task CompareAsync(OpenStore store, params ResponsePair[] pairs)
    {
        foreach (var pair in pairs)
            await store.CompareAsync(pair);
    }

    private static async Task AssertAsync(OpenStore store, string build, long compared, long diverged)
    {
        var evidence = (await store.Gate.JudgeAsync("status", Token)).Evidence;
        Assert.Equal((build, compared, diverged, compared), (evidence.Build, evidence.Compared, evidence.Diverged, evidence.Modern?.Count ?? 0));
    }
}

public sealed class SqliteBuildEvidenceTests() : BuildEvidenceTests(TestEngine.Sqlite());

public sealed class PostgresqlBuildEvidenceTests() : BuildEvidenceTests(TestEngine.Postgresql());

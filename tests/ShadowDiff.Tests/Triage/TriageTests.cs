using Microsoft.Extensions.Time.Testing;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Tests.Store;
using Strangler.ShadowDiff.Triage;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Triage;

public abstract class TriageTests(TestEngine engine) : EngineTests(engine)
{
    private static readonly DateOnly Today = new(2026, 11, 23);
    private static readonly ResponsePair Wrong = Pairs.Json("""{"a":1}""", """{"a":"1"}""");
    private static readonly ResponsePair Right = Pairs.Json("""{"a":1}""", """{"a":1}""");

    private readonly FakeTimeProvider _time = new(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Accepted_DoesNotStand_UntilItsLastDayIsOver_AlsoAfterAReopening()
    {
        string fingerprint;
        await using (var store = Open())
        {
            fingerprint = await FindAsync(store);
            Assert.Equal(1, (await store.Gate.JudgeAsync("status", Token)).Evidence.Diverged);

            Assert.Null((await store.Desk.AcceptAsync([fingerprint], Today.AddDays(1), "ana", "ben", "known", Token)).Refusal);
            var evidence = (await store.Gate.JudgeAsync("status", Token)).Evidence;
            Assert.Equal((0L, 1L), (evidence.Diverged, evidence.Accepted));
            Assert.Empty(evidence.Critical);
        }

        await using var again = Open();
        _time.SetUtcNow(new(2026, 11, 24, 23, 59, 59, TimeSpan.Zero));
        await again.Writer.FlushAsync(Token);
        Assert.Equal(TriageState.Accepted, again.Triage.StateOf(fingerprint));

        _time.SetUtcNow(new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));
        await again.Writer.FlushAsync(Token);
        Assert.Equal((TriageState.Open, TriageEntry.Program), (again.Triage.StateOf(fingerprint), again.Triage.Find(fingerprint)!.Who));
        Assert.Single((await again.Gate.JudgeAsync("status", Token)).Evidence.Critical);
        Assert.Equal(
            [("shadow-diff", "accepted", "open"), ("ana and ben", "open", "accepted until 2026-11-24")],
            again.Audit.Latest(9).Select(found => (found.Entry.Who, found.Entry.Before, found.Entry.After)));
        Assert.All(again.Audit.Latest(9), found => Assert.Equal($"status/{fingerprint}", found.Entry.Divergence));
    }

    [Fact]
    public async Task Fixed_StandsUntilEnoughCleanComparisons_ThenCloses()
    {
        await using var store = Open();
        var fingerprint = await FindAsync(store);
        await store.Desk.MarkFixedAsync([fingerprint], "ana", "build 7", Token);
        Assert.Single((await store.Gate.JudgeAsync("status", Token)).Evidence.Critical);

        await LaterAsync(store, Right);
        await LaterAsync(store, Right);
        Assert.Equal((TriageState.Fixed, 2L), (store.Triage.StateOf(fingerprint), store.Triage.Find(fingerprint)!.Clean));

        await LaterAsync(store, Right);
        var closed = store.Triage.Find(fingerprint)!;
        Assert.Equal((TriageState.Closed, TriageEntry.Program), (closed.State, closed.Who));
        Assert.Contains("3 clean comparisons since ana", closed.Why, StringComparison.Ordinal);
        var evidence = (await store.Gate.JudgeAsync("status", Token)).Evidence;
        Assert.Equal((3L, 0L, 1L), (evidence.Matched, evidence.Diverged, evidence.Outdated));
        Assert.Empty(evidence.Critical);
    }

    [Theory]
    [InlineData("Transient", "transient")]
    [InlineData("State", "of-state")]
    public async Task NeverStable_StandsAgainstNothing_UntilAStableSighting(string sighting, string state)
    {
        await using var store = Open();
        await store.CompareAsync(Right);
        await store.CompareAsync(Wrong, sighting: Enum.Parse<Sighting>(sighting));
        var evidence = (await store.Gate.JudgeAsync("status", Token)).Evidence;
        Assert.Equal((2L, 1L, 0L, 1L), (evidence.Compared, evidence.Judged, evidence.Diverged, evidence.Transient + evidence.State));
        Assert.Empty(evidence.Critical);
        Assert.Equal(state, (await FindingAsync(store)).State);

        await store.CompareAsync(Wrong);
        evidence = (await store.Gate.JudgeAsync("status", Token)).Evidence;
        Assert.Equal((2L, 1L), (evidence.Judged, evidence.Diverged));
        Assert.Single(evidence.Critical);
        Assert.Equal("open", (await FindingAsync(store)).State);
    }

    [Fact]
    public async Task Fixed_ASightingThatIsNotStable_NeitherReopensItNorProvesIt()
    {
        await using var store = Open();
        var fingerprint = await FindAsync(store);
        await store.Desk.MarkFixedAsync([fingerprint], "ana", "build 7", Token);

        _time.Advance(TimeSpan.FromSeconds(1));
        await store.CompareAsync(Wrong, sighting: Sighting.Transient);
        Assert.Equal((TriageState.Fixed, 0L), (store.Triage.StateOf(fingerprint), store.Triage.Find(fingerprint)!.Clean));
    }

    [Fact]
    public async Task Fixed_OnlyWhatCouldHaveShownIt_Counts()
    {
        await using var store = Open();
        var fingerprint = await FindAsync(store);
        await store.Desk.MarkFixedAsync([fingerprint], "ana", "build 7", Token);

        await LaterAsync(store, Pairs.Json("""{"b":1}""", """{"b":1}"""));
        await LaterAsync(store, Pairs.Of(Pairs.Response("""{"a":1}""", 404), Pairs.Response("""{"a":1}""", 404)));
        await LaterAsync(store, Right with { Method = "POST" });
        await LaterAsync(store, Right with { Route = "health" });
        await LaterAsync(store, Pairs.Json("""{"a":1,"b":1}""", """{"a":1,"b":2}"""));

        Assert.Equal(0, store.Triage.Find(fingerprint)!.Clean);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task FixedOrClosed_SeenAgain_ReopensAndSaysSo(int clean)
    {
        string fingerprint;
        await using (var store = Open())
        {
            fingerprint = await FindAsync(store);
            await store.Desk.MarkFixedAsync([fingerprint], "ana", "build 7", Token);
            for (var i = 0; i < clean; i++)
                await LaterAsync(store, Right);

            Assert.Equal(clean == 0 ? TriageState.Fixed : TriageState.Closed, store.Triage.StateOf(fingerprint));
            await LaterAsync(store, Wrong);
        }

        await using var again = Open();
        var reopened = again.Triage.Find(fingerprint)!;
        Assert.Equal((TriageState.Open, TriageEntry.Program), (reopened.State, reopened.Who));
        Assert.Contains("Seen again", reopened.Why, StringComparison.Ordinal);
        Assert.Contains("build 7", reopened.Why, StringComparison.Ordinal);
        Assert.Equal(reopened.Why, again.Audit.Latest(1).Single().Entry.Why);
    }

    [Fact]
    public async Task Fixed_AnExchangeFromBefore_ProvesNothing()
    {
        await using var store = Open();
        var fingerprint = await FindAsync(store);
        await store.Desk.MarkFixedAsync([fingerprint], "ana", "build 7", Token);

        await store.CompareAsync(Wrong);
        await store.CompareAsync(Right);

        Assert.Equal((TriageState.Fixed, 0L), (store.Triage.StateOf(fingerprint), store.Triage.Find(fingerprint)!.Clean));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    [InlineData("ana")]
    [InlineData(" ANA ")]
    public async Task Desk_ACriticalDivergence_IsNotAcceptedByOneAlone(string? second)
    {
        await using var store = Open();
        var fingerprint = await FindAsync(store);

        Assert.Contains("a second person must agree", (await store.Desk.AcceptAsync([fingerprint], Today, "ana", second, "x", Token)).Refusal, StringComparison.Ordinal);
        Assert.Equal(TriageState.Open, store.Triage.StateOf(fingerprint));
    }

    [Fact]
    public async Task Desk_AnyOtherDivergence_IsAcceptedByOne()
    {
        await using var store = Open();
        await store.CompareAsync(Pairs.Json("""{"a":1}""", """{"a":2}"""));
        await store.Writer.FlushAsync(Token);
        var fingerprint = Assert.Single(Assert.Single((await store.Reports.ReadAsync(Token)).Routes).Divergences).Fingerprint;
        Assert.Equal("ana", (await store.Desk.AcceptAsync([fingerprint], Today, "ana", null, "x", Token)).Entry?.Who);
    }

    [Fact]
    public async Task Desk_WhatMakesNoSense_IsRefusedWithTheReason()
    {
        await using var store = Open();
        var fingerprint = await FindAsync(store);

        Assert.True((await store.Desk.MarkFixedAsync(["0000"], "ana", "x", Token)).IsUnknown);
        Assert.Contains("open already", (await store.Desk.ReopenAsync([fingerprint], "ana", "x", Token)).Refusal, StringComparison.Ordinal);
        foreach (var day in new[] { Today.AddDays(-1), Today.AddDays(TriageDesk.LongestAcceptance + 1) })
            Assert.Contains("2026-11-23 to 2027-11-24", (await store.Desk.AcceptAsync([fingerprint], day, "ana", "ben", "x", Token)).Refusal, StringComparison.Ordinal);

        Assert.Empty(store.Audit.Latest(9));
        Assert.NotNull((await store.Desk.AcceptAsync([fingerprint], Today, "ana", "ben", "x", Token)).Entry);
        Assert.NotNull((await store.Desk.ReopenAsync([fingerprint], "ana", "y", Token)).Entry);
        Assert.Equal("accepted until 2026-11-23", store.Audit.Latest(9)[1].Entry.After);
    }

    [Fact]
    public async Task Window_WhatIsOlder_IsNoEvidence()
    {
        await using var store = Open();
        await FindAsync(store);
        Assert.Equal(1, (await store.Gate.JudgeAsync("status", Token)).Evidence.Compared);
        _time.Advance(TimeSpan.FromDays(7));
        Assert.Equal(0, (await store.Gate.JudgeAsync("status", Token)).Evidence.Compared);
    }

    private OpenStore Open() => new(Place(), _time, gate: gate => gate.CleanToClose = 3);

    private static async Task<DivergenceReport> FindingAsync(OpenStore store) =>
        Assert.Single(Assert.Single((await store.Reports.ReadAsync(Token)).Routes).Divergences);

    private static async Task<string> FindAsync(OpenStore store)
    {
        var found = await store.CompareAsync(Wrong);
        await store.Writer.FlushAsync(Token);
        return Assert.Single(found.Divergences).Fingerprint;
    }

    private async Task LaterAsync(OpenStore store, ResponsePair pair)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        await store.CompareAsync(pair);
        await store.Writer.FlushAsync(Token);
    }
}

public sealed class SqliteTriageTests() : TriageTests(TestEngine.Sqlite());

public sealed class PostgresqlTriageTests() : TriageTests(TestEngine.Postgresql());

using Microsoft.Extensions.Time.Testing;
using Strangler.ShadowDiff.Reports;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Tests.Store;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Reports;

/// <summary>What is new since yesterday, and what changed with a build.</summary>
public abstract class ChangeTests(TestEngine engine) : EngineTests(engine)
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    private readonly FakeTimeProvider _time = new(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Day_TellsWhatIsNewReopenedBackQuietAndStillThere()
    {
        await using var store = Open("b1");
        await CompareAsync(store, "back");
        _time.Advance(TimeSpan.FromDays(1));
        await CompareAsync(store, "quiet", "still", "reopened");
        var reopened = Assert.Single((await store.Reports.ReadAsync(Token)).Routes).Divergences.Single(one => one.Path == "body /reopened").Fingerprint;
        await store.Desk.MarkFixedAsync([reopened], "ana", "build 7", Token);
        _time.Advance(TimeSpan.FromDays(1));
        await CompareAsync(store, "still", "still", "new", "reopened", "back");

        var change = Changes(store, new(Today.AddDays(2), null)).Change!;
        Assert.Equal("new: /new 0 1; reopened: /reopened 1 1; back: /back 0 1; quiet: /quiet 1 0; still: /still 1 2", Words(change));
        Assert.Equal((3L, 5L), (change.Before!.Figures.Compared, change.After.Figures.Diverged));
        Assert.Equal(("2026-11-24", "2026-11-25"), (change.Before.Name, change.After.Name));
        Assert.Equal(("1", "2"), change.New.Divergences[0].Divergence.Example is { } example ? (example.LegacyValue, example.ModernValue) : default);
    }

    [Fact]
    public async Task Day_WithoutAComparison_CallsNothingQuiet()
    {
        await using var store = Open("b1");
        await CompareAsync(store, "a");
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal("new: ; reopened: ; back: ; quiet: ; still: ", Words(Changes(store, new(Today.AddDays(1), null)).Change!));
    }

    [Fact]
    public async Task Build_IsHeldAgainstTheOneBefore()
    {
        await using (var store = Open("b1"))
            await CompareAsync(store, "gone", "stays");

        _time.Advance(TimeSpan.FromHours(2));
        await using var later = Open("b2");
        await CompareAsync(later, "stays", "broken");

        Assert.Equal("new: /broken 0 1; reopened: ; back: ; quiet: /gone 1 0; still: /stays 1 1", Words(Changes(later, new(null, "b2")).Change!));
        var first = Changes(later, new(null, "b1")).Change!;
        Assert.Null(first.Before);
        Assert.Equal(["b2", "b1"], first.Builds.Select(build => build.Name));
        Assert.Equal("'b22' is no build that has answered 'status'; did you mean 'b2'? They are b1, b2.", Changes(later, new(null, "b22")).Refusal);
    }

    [Theory]
    [InlineData("2026-11-24", null, "'day' is 2026-11-24; today is 2026-11-23 (UTC).")]
    [InlineData("yesterday", null, "'day' is 'yesterday'; send one as 2026-11-23.")]
    [InlineData("2026-11-22", "b1", "Send 'day' or 'build', not both.")]
    public void Query_WhatMakesNoSense_IsRefused(string day, string? build, string expected) => Assert.Equal(expected, ChangeQuery.Parse(day, build, Today).Error);

    [Fact]
    public async Task PageAndJson_AnswerTheSame()
    {
        await using var host = await ShadowHost.StartAsync(
            Answers.Json("""{"a":1}"""), context => context.Request.Path == "/x" ? Plans.LegacyAnswers(Answers.Json("""{"a":2}""")) : null, store: Place());
        await host.Client.GetStringAsync("/x", Token);
        await host.SettledAsync(1);

        Assert.Contains("First seen: 1", await host.Client.GetStringAsync("/reports/status/changes", Token), StringComparison.Ordinal);
        Assert.Contains("\"new\":{\"total\":1,", await host.Client.GetStringAsync("/api/reports/status/changes", Token), StringComparison.Ordinal);
        using var none = await host.Client.GetAsync("/api/reports/status/changes?build=b9", Token);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, none.StatusCode);
    }

    private OpenStore Open(string build) => new(Place(), _time, build: build);

    private async Task CompareAsync(OpenStore store, params string[] names)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        foreach (var name in names)
            await store.CompareAsync(Pairs.Json($$"""{"{{name}}":1}""", $$"""{"{{name}}":2}"""));

        await store.Writer.FlushAsync(Token);
    }

    private (RouteChange? Change, string? Refusal) Changes(OpenStore store, ChangeQuery query)
    {
        var reader = new ChangeReader(new FindingReader(store.Triage, new(RuleSet.Empty)), _time);
        return store.Database.ReadAtOnce(connection => reader.Read(connection, "status", query));
    }

    private static string Words(RouteChange change) => string.Join("; ", new[]
    {
        ("new", change.New), ("reopened", change.Reopened), ("back", change.Back), ("quiet", change.Quiet), ("still", change.Still),
    }.Select(list => $"{list.Item1}: {string.Join(", ", list.Item2.Divergences.Select(one => $"{one.Divergence.Path[5..]} {one.Before} {one.After}"))}"));
}

public sealed class SqliteChangeTests() : ChangeTests(TestEngine.Sqlite());

public sealed class PostgresqlChangeTests() : ChangeTests(TestEngine.Postgresql());

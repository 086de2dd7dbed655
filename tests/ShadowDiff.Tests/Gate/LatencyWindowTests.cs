using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Strangler.ShadowDiff.Coverage;
using Strangler.ShadowDiff.Gate;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Tests.Store;
using Strangler.ShadowDiff.Transfer;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Gate;

/// <summary>The gate's latency is that of the days that its window touches; the board's is that of all.</summary>
public abstract partial class LatencyWindowTests(TestEngine engine) : EngineTests(engine)
{
    private const int Slow = 50;
    private const int Fast = 5;

    private readonly FakeTimeProvider _time = new(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(Slow, Fast, true)]
    [InlineData(Fast, Slow, false)]
    public async Task TenDaysAgo_CountsForNothing_AlsoAfterAReopening(int then, int since, bool passes)
    {
        await MeasureAsync(then, count: 20);
        _time.Advance(TimeSpan.FromDays(10));
        await using (var store = Open())
        {
            await MeasureAsync(store, since, count: 2);
            await AssertAsync(store, window: 2, whole: 22, passes);
        }

        await using var again = Open();
        await AssertAsync(again, window: 2, whole: 22, passes);
    }

    [Theory]
    [InlineData("2026-11-24T23:59:59.999Z", 0)]
    [InlineData("2026-11-25T00:00:00.000Z", 1)]
    public async Task Days_ThatTheWindowTouches_CountAsAWhole(string measured, int expected)
    {
        _time.SetUtcNow(DateTimeOffset.Parse(measured, CultureInfo.InvariantCulture));
        await MeasureAsync(Fast);
        _time.SetUtcNow(new(2026, 11, 26, 22, 30, 0, TimeSpan.Zero));

        await using var store = Open(window: TimeSpan.FromHours(24));
        await AssertAsync(store, expected, whole: 1);
    }

    [Fact]
    public async Task OneDay_OfSeveralPrograms_AddsUp()
    {
        await using (var store = Open())
        {
            await MeasureAsync(store, Fast, count: 3);
            await using var other = Open();
            await MeasureAsync(other, Fast, count: 4);
            await MeasureAsync(store, Fast, count: 5);
        }

        await using var again = Open();
        await AssertAsync(again, window: 12, whole: 12);
        Assert.Equal(2, Rows(again).Count);
    }

    [Fact]
    public async Task WhatCouldNotBeWritten_IsWrittenOnce_TheNextTime_WithTheCounts()
    {
        await using var store = Open();
        store.Database.Read(connection => connection.Execute("ALTER TABLE latency_day RENAME TO hidden"));
        await Assert.ThrowsAsync<StoreException>(() => MeasureAsync(store, Fast));
        await Assert.ThrowsAsync<StoreException>(() => MeasureAsync(store, Fast));
        Assert.Null(store.Database.Read(connection => connection.Scalar("SELECT count FROM coverage")));
        store.Database.Read(connection => connection.Execute("ALTER TABLE hidden RENAME TO latency_day"));

        await MeasureAsync(store, Fast);
        await store.Writer.FlushAsync(Token);

        await AssertAsync(store, window: 3, whole: 3);
        Assert.Equal(3L, store.Database.Read(connection => connection.Scalar("SELECT count FROM coverage WHERE outcome = 'match'")));
    }

    [Fact]
    public async Task WrittenBeforeDaysWereKept_CountsInTheWholeAlone()
    {
        await CreateEarlierAsync(Slow, count: 7);
        await using (var store = Open())
        {
            await AssertAsync(store, window: 0, whole: 7, passes: false);
            Assert.Equal("not measured since 2026-11-16", Criterion(await store.Gate.JudgeAsync("status", Token)).Figures);
            await MeasureAsync(store, Fast);
        }

        await using var again = Open();
        await AssertAsync(again, window: 1, whole: 8, passes: true);
    }

    [Fact]
    public async Task Import_AddsToTheDaysOfTheExport()
    {
        var export = await ExportAsync();
        await using (var target = Open("target.db"))
        {
            await MeasureAsync(target, Fast);
            await ImportAsync(target, export);
            await AssertAsync(target, window: 3, whole: 6);
            await MeasureAsync(target, Fast);
        }

        await using var again = Open("target.db");
        await AssertAsync(again, window: 4, whole: 7);
    }

    [Fact]
    public async Task Import_OfAnExportWithoutDays_AddsToTheWholeAlone()
    {
        var export = DayMember().Replace(await ExportAsync(), "");
        await using var target = Open("target.db");
        await ImportAsync(target, export);
        await AssertAsync(target, window: 0, whole: 5);
    }

    [Fact]
    public async Task Retention_DaysOlderThanAnyWindow_Go_AndTheWholeStays()
    {
        await MeasureAsync(Slow, count: 2);
        _time.Advance(TimeSpan.FromDays(1));
        await MeasureAsync(Slow, count: 3);
        var (first, second) = (Day(2026, 11, 23), Day(2026, 11, 24));

        await AssertKeptAsync(days: 89, window: 5, first, first, second, second);
        await AssertKeptAsync(days: 1, window: 3, LatencyTable.Undated, LatencyTable.Undated, second, second);
        await AssertKeptAsync(days: 1, window: 0, LatencyTable.Undated, LatencyTable.Undated);
    }

    private async Task AssertKeptAsync(int days, int window, params long[] rows)
    {
        _time.Advance(TimeSpan.FromDays(days));
        await using (var store = Open(window: TimeSpan.FromDays(90)))
        {
            await store.Writer.TryFlushAsync(Token);
            Assert.Equal(rows, Rows(store));
            await AssertAsync(store, window, whole: 5);
        }

        await using var again = Open(window: TimeSpan.FromDays(90));
        await AssertAsync(again, window, whole: 5);
    }

    private OpenStore Open(string file = "gateway.db", TimeSpan? window = null) =>
        new(Place(file), _time, gate: gate => gate.Window = window ?? gate.Window);

    /// <summary>In a store of its own: the clock jumps over days while none is open, whose timer would fire each half second of them.</summary>
    private async Task MeasureAsync(int modern, int count = 1, string file = "gateway.db")
    {
        await using var store = Open(file);
        await MeasureAsync(store, modern, count);
    }

    /// <summary>Legacy takes 10 ms.</summary>
    private static Task MeasureAsync(OpenStore store, int modern, int count = 1)
    {
        for (var i = 0; i < count; i++)
            store.Coverage.Compared("status", Outcome.Match, TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(modern));

        return store.Writer.FlushAsync(Token);
    }

    private static async Task AssertAsync(OpenStore store, int window, int whole, bool? passes = null)
    {
        var verdict = await store.Gate.JudgeAsync("status", Token);
        Assert.Equal((window, window), (verdict.Evidence.Legacy?.Count ?? 0, verdict.Evidence.Modern?.Count ?? 0));
        var parity = store.Board.Current()["status"];
        Assert.Equal((whole, whole), (parity.Legacy!.Count, parity.Modern!.Count));
        Assert.Equal(passes ?? Criterion(verdict).Met, Criterion(verdict).Met);
    }

    private static GateCriterion Criterion(GateVerdict verdict) => verdict.Criteria.Single(criterion => criterion.Name == "latency");

    private static IReadOnlyList<long> Rows(OpenStore store) => store.Database.Read(connection =>
        connection.Query("SELECT day FROM latency_day ORDER BY day", row => row.GetInt64(0)));

    private static long Day(int year, int month, int day) => new DateOnly(year, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber;

    /// <summary>A database as the version before the days left it.</summary>
    private Task CreateEarlierAsync(int modern, int count)
    {
        var (legacyTimes, modernTimes) = (new LatencyRecord(), new LatencyRecord());
        for (var i = 0; i < count; i++)
        {
            legacyTimes.Record(TimeSpan.FromMilliseconds(10));
            modernTimes.Record(TimeSpan.FromMilliseconds(modern));
        }

        return EarlierDatabase.CreateAsync(
            Place(),
            version: 4,
            """
            INSERT INTO coverage (route, outcome, count) VALUES ('status', 'match', @count);
            INSERT INTO latency (route, side, histogram) VALUES ('status', 'legacy', @legacy), ('status', 'modern', @modern)
            """,
            ("@count", count), ("@legacy", legacyTimes.Save()), ("@modern", modernTimes.Save()));
    }

    /// <summary>Three exchanges ten days ago and two today.</summary>
    private async Task<string> ExportAsync()
    {
        await MeasureAsync(Slow, count: 3, "source.db");
        _time.Advance(TimeSpan.FromDays(10));
        await using var source = Open("source.db");
        await MeasureAsync(source, Slow, count: 2);
        using var target = new MemoryStream();
        await new StoreExport(source.Database, source.Writer, source.Noise, _time).WriteAsync(target, Token);
        return Encoding.UTF8.GetString(target.ToArray());
    }

    private static async Task ImportAsync(OpenStore store, string export)
    {
        using var source = new MemoryStream(Encoding.UTF8.GetBytes(export));
        await store.Import.ReadAsync(source, Token);
    }

    [GeneratedRegex(""","day":\d+""")]
    private static partial Regex DayMember();
}

public sealed class SqliteLatencyWindowTests() : LatencyWindowTests(TestEngine.Sqlite());

public sealed class PostgresqlLatencyWindowTests() : LatencyWindowTests(TestEngine.Postgresql());

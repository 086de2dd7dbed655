using System.Globalization;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Shape;
using Strangler.ShadowDiff.Tests.Store;

namespace Strangler.ShadowDiff.Tests.Shape;

/// <summary>What is learned of one side's jobs, and what of the other side's is unlike it.</summary>
public sealed class ShapeCheckTests
{
    private const string Cancelled = """{"job_id":"job_1763077997123456","success":true,"timestamp":1763077997.25,"phase":"CANCELLED","reason":null}""";

    private readonly TwoSides _sides = new();

    [Theory]
    [InlineData("\"percentage\":0", "\"percentage\":\"0\"", "type body /progress/percentage: integer: 0 > \"0\"")]
    [InlineData("\"percentage\":0", "\"percentage\":250", "shape body /progress/percentage: 0 > 250")]
    [InlineData("\"percentage\":0", "\"percentage\":0.0", "number-form body /progress/percentage: 0 > 0.0")]
    [InlineData(",\"message\":\"Starting backup of a.txt...\"", "", "missing body /message: string: \"Starting backup of {/progress/current_file}...\" > ")]
    [InlineData("Starting backup", "Start of the backup", "shape body /message: \"Starting backup of {/progress/current_file}...\" > \"Start of the backup of a.txt...\"")]
    [InlineData("\"BACKUP_IN_PROGRESS\"", "\"RUNNING\"", "shape body /phase: \"BACKUP_IN_PROGRESS\" or \"COMPLETED\" > \"RUNNING\"")]
    [InlineData("\"events\":[]", "\"events\":[5]", "extra body /events/*:  > 5")]
    [InlineData("\"events\":[]", "\"events\":null", "type body /events: array > null")]
    [InlineData("\"events\":[]", "\"events\":[],\"more\":1", "extra body /more:  > 1")]
    [InlineData("\"backing_up\":true", "\"backing_up\":false", "shape body /backing_up: true > false")]
    [InlineData("2026-11-22T20:56:12.847979", "22.11.2026", "shape body /last_updated: \"{local_time}\" > \"22.11.2026\"")]
    [InlineData("12.847979", "12.847979Z", "shape body /last_updated: \"{local_time}\" > \"2026-11-22T20:56:12.847979Z\"")]
    [InlineData("12.847979", "12.8479790", "shape body /last_updated: \"{local_time}\" > \"2026-11-22T20:56:12.8479790\"")]
    public void Fault_InAnAnswerOfModern_IsFound(string right, string wrong, string found)
    {
        Legacy(3);

        Assert.Equal([found], _sides.Play(Side.Modern, "job_1763077997123456", (200, Running().Replace(right, wrong, StringComparison.Ordinal))));
        Assert.Equal([], _sides.Play(Side.Modern, "job_1763077997123457", Job("b.txt")));
    }

    /// <summary>What is no value: how the document is written, the order of its members, the reason.</summary>
    [Theory]
    [InlineData("{\"backing_up\":true,\"events\":[],", "{\"events\":[],\"backing_up\":true,", "order body")]
    [InlineData("\"progress\":{", "\"progress\": {", "bytes body")]
    [InlineData("Starting", "\\u0053tarting", "bytes body")]
    [InlineData("}}", "}}\n", "bytes body")]
    public void Writing_ThatIsNotLegacys_IsFound(string right, string wrong, string found)
    {
        Legacy(3);

        Assert.Contains(right, Running(), StringComparison.Ordinal);
        Assert.StartsWith(found, Assert.Single(_sides.Play(Side.Modern, "job", (200, Running().Replace(right, wrong, StringComparison.Ordinal)))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Vary", "", "missing header Vary: string: \"origin\" > ")]
    [InlineData("Vary", "Accept", "shape header Vary: \"origin\" > accept")]
    [InlineData("X-Debug", "on", "extra header X-Debug:  > there")]
    [InlineData("Content-Type", "text/html", "shape header Content-Type: \"application/json\" > text/html")]
    public void Header_ThatIsNotLegacys_IsFound(string name, string value, string found)
    {
        Assert.Contains(found, Headed((name, value)));
        Assert.Equal([], Headed(("Date", "another"), ("Server", "Kestrel")));
    }

    /// <summary>Flask's order of methods differs from process to process (contract 3.3).</summary>
    [Fact]
    public void Header_OfTheSameItemsInAnotherOrder_IsAlike()
    {
        for (var job = 0; job < 3; job++)
            _sides.Ask(Side.Legacy, $"job{job}", Pairs.Response(Running(), 200, ("Allow", "OPTIONS, HEAD, GET")));

        Assert.Equal([], _sides.Try("job", Pairs.Response(Running(), 200, ("Allow", "GET, HEAD, OPTIONS"))));
        Assert.Single(_sides.Try("job", Pairs.Response(Running(), 200, ("Allow", "GET, HEAD"))));
    }

    [Fact]
    public void Reason_ThatIsNotLegacys_IsFound()
    {
        Legacy(3);
        Assert.Equal(["shape reason: \"OK\" > Done"], _sides.Try("job", Pairs.Response(Running()) with { Reason = "Done" }));
    }

    /// <summary>A page's answers say who may read them: nothing is known of these while legacy answered other programs only.</summary>
    [Fact]
    public void Page_IsMeasuredByWhatPagesGot()
    {
        var toPage = Pairs.Response(Running(), 200, ("Access-Control-Allow-Origin", "http://localhost:9090"));
        Legacy(3);
        Assert.Equal([], _sides.Try("job", toPage, ("Origin", "http://localhost:9090")));
        for (var job = 0; job < 3; job++)
            _sides.Ask(Side.Legacy, $"page{job}", toPage, ("Origin", "http://localhost:9090"));

        Assert.Equal([], _sides.Try("job", toPage, ("Origin", "http://localhost:9090")));
        Assert.Equal([], _sides.Try("job", Pairs.Response(Running())));
        Assert.StartsWith("missing header Access-Control-Allow-Origin", Assert.Single(_sides.Try("job", Pairs.Response(Running()), ("Origin", "http://localhost:9090"))), StringComparison.Ordinal);
    }

    /// <summary>An altered copy is held against the answers before it, and the true one after it is as if it had never been.</summary>
    [Fact]
    public void Copy_TeachesNothing()
    {
        Legacy(3);
        _sides.Ask(Side.Modern, "job", 200, Running());
        for (var i = 0; i < 5; i++)
            Assert.NotEmpty(_sides.Try("job", Pairs.Response(Running().Replace("\"events\":[]", "\"events\":[5]", StringComparison.Ordinal))));

        Assert.Equal(1, _sides.Learned.Read("job_status", "GET", Side.Modern, (own, _) => (int)own.Samples));
        Assert.Equal(ShapeOutcome.Match, _sides.Ask(Side.Modern, "job", 200, Ended("a.txt")).Outcome);
    }

    [Fact]
    public void Expected_IsTheValueWhereThereIsOneOnly()
    {
        Legacy(3);
        var expected = _sides.Expected(Running("b.txt"));

        Assert.Equal(("true", "0", "\"BACKUP_IN_PROGRESS\""), (expected["/backing_up"], expected["/progress/percentage"], expected["/phase"]));
        Assert.Equal("string: \"{file}\"", expected["/progress/current_file"]);
        Assert.Equal("string: \"{local_time}\"", expected["/last_updated"]);
    }

    /// <summary>A long table is cut off between its entries, so that a member that each has is known to be always there.</summary>
    [Fact]
    public void Table_ThatIsTooLong_IsKnownByWholeEntries()
    {
        static string Table(int jobs, string entry) => "{\"jobs\":{" + string.Join(',', Enumerable.Range(0, jobs).Select(job => $"\"job_{1763077997123456 + job}\":{entry}")) + "}}";
        for (var i = 0; i < 3; i++)
            _sides.Ask(Side.Legacy, null, 200, Table(401, """{"a":1,"b":2}"""));

        Assert.Contains(_sides.Try("job", Pairs.Response(Table(3, """{"a":1}"""))), found => found.StartsWith("missing body /jobs/{job_id}/b", StringComparison.Ordinal));
    }

    /// <summary>An earlier version looked at less: what it learned would make all else look new.</summary>
    [Fact]
    public void Learned_ByAnEarlierVersion_IsLearnedAnew()
    {
        Legacy(3);
        var document = _sides.Learned.Take()[0].Document;
        Assert.NotNull(RouteShape.Parse(document));
        Assert.Null(RouteShape.Parse(document.Replace("\"format\":4,", "", StringComparison.Ordinal)));
        Assert.Null(RouteShape.Parse(document.Replace("\"format\":4", "\"format\":3", StringComparison.Ordinal)));
    }

    [Fact]
    public void Status_ThatLegacyNeverHas_IsCritical()
    {
        Legacy(3);
        var found = _sides.Ask(Side.Modern, "job", 500, "{}").Comparison!.Divergences.Single();

        Assert.Equal(("status", "200", "500"), (found.At, found.Difference.Legacy, found.Difference.Modern));
        Assert.True(Severity.IsCritical(found));
    }

    /// <summary>A notice is judged by those of its name, whatever else the side tells of the job.</summary>
    [Theory]
    [InlineData("\"success\":true", "\"success\":1", "type body /success: boolean: \"true\" > 1")]
    [InlineData(",\"reason\":null", "", "missing body /reason: null > ")]
    [InlineData("\"CANCELLED\"", "\"GONE\"", "shape body /phase: \"CANCELLED\" > \"GONE\"")]
    public void Fault_InANoticeOfModern_IsFound(string right, string wrong, string found)
    {
        for (var job = 0; job < 4; job++)
        {
            _sides.Tell(Side.Legacy, "file_receipt", $"job{job}", """{"event_type":"received","data":{"filename":"a.txt"}}""");
            _sides.Tell(Side.Legacy, "job_cancelled", $"job{job}", Cancelled);
        }

        Assert.Equal([], _sides.Tell(Side.Modern, "progress_update", "modern", """{"job_id":"modern","phase":"CONFIG"}"""));
        Assert.Equal([], _sides.Tell(Side.Modern, "job_cancelled", "modern", Cancelled));
        Assert.Equal([found], _sides.Tell(Side.Modern, "job_cancelled", "another", Cancelled.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Fact]
    public void Order_OfPhases_IsThatOfLegacysJobs()
    {
        Legacy(3);

        Assert.Equal(
            ["shape body /phase: \"COMPLETED\" is the last > \"COMPLETED\", then \"BACKUP_IN_PROGRESS\""],
            _sides.Play(Side.Modern, "job", (200, Ended("a.txt")), (200, Running())));
    }

    [Fact]
    public void Number_ThatNeverFalls_MustNot()
    {
        for (var job = 0; job < 4; job++)
            _sides.Play(Side.Legacy, $"job{job}", (200, Sized(10)), (200, Sized(20)), (200, Sized(30)), (200, Sized(40)), (200, Sized(50)), (200, Sized(60)));

        Assert.Equal([], _sides.Play(Side.Modern, "rises", (200, Sized(10)), (200, Sized(10)), (200, Sized(90))));
        Assert.Equal(["shape body /bytes: never falls > 80, then 60"], _sides.Play(Side.Modern, "falls", (200, Sized(80)), (200, Sized(60))));
    }

    [Fact]
    public void Number_ThatNeverMoves_MustNot()
    {
        for (var job = 0; job < 4; job++)
            _sides.Play(Side.Legacy, $"job{job}", [.. Enumerable.Repeat((200, Sized(job * 10)), 6)]);

        Assert.Equal([], _sides.Play(Side.Modern, "stays", (200, Sized(30)), (200, Sized(30))));
        Assert.Equal(["shape body /bytes: never rises > 10, then 20"], _sides.Play(Side.Modern, "rises", (200, Sized(10)), (200, Sized(20))));
    }

    /// <summary>A module that leaves a phase out shows nothing wrong in any of its answers: legacy's say what is missing.</summary>
    [Fact]
    public void Phase_ThatModernNeverHas_IsMissing()
    {
        Legacy(3);
        for (var job = 0; job < 4; job++)
            Assert.Equal([], _sides.Play(Side.Modern, $"modern{job}", (200, Ended("a.txt"))));

        Assert.Contains("missing body /phase: \"BACKUP_IN_PROGRESS\" > ", _sides.Play(Side.Legacy, "later", Job("a.txt")));
    }

    /// <summary>What one of many of legacy's jobs shows says nothing against three of modern's that did not.</summary>
    [Fact]
    public void Phase_ThatLegacySeldomHas_IsNotMissing()
    {
        Legacy(9);
        _sides.Play(Side.Legacy, "fails", (200, Ended("a.txt").Replace("COMPLETED", "FAILED", StringComparison.Ordinal)));
        for (var job = 0; job < 3; job++)
            _sides.Play(Side.Modern, $"modern{job}", Job("a.txt"));

        Assert.Equal([], _sides.Play(Side.Legacy, "fails again", (200, Ended("a.txt").Replace("COMPLETED", "FAILED", StringComparison.Ordinal))));
    }

    [Fact]
    public void Beginning_NothingIsJudged()
    {
        Assert.Equal(ShapeOutcome.Learned, _sides.Ask(Side.Modern, "job", 200, Running()).Outcome);
        Legacy(1);
        Assert.Equal(ShapeOutcome.Learned, _sides.Ask(Side.Modern, "job", 200, Running()).Outcome);
        Legacy(3);
        Assert.Equal(ShapeOutcome.Match, _sides.Ask(Side.Modern, "job", 200, Running()).Outcome);
    }

    [Fact]
    public void Learned_IsWrittenAndReadAgain_AndOfAnotherBuildForgotten()
    {
        Legacy(3);
        _sides.Play(Side.Modern, "modern", Job("a.txt"));
        var stored = _sides.Learned.Take();
        var (same, next) = (new LearnedShapes(new OneBuild("b1")), new LearnedShapes(new OneBuild("b2")));
        foreach (var (key, document) in stored)
        {
            same.Load(key, RouteShape.Parse(document)!);
            next.Load(key, RouteShape.Parse(document)!);
        }

        Assert.Equal((6, 2), same.Read("job_status", "GET", Side.Legacy, (own, other) => ((int)own.Samples, (int)other.Samples)));
        Assert.Equal((6, 0), next.Read("job_status", "GET", Side.Legacy, (own, other) => ((int)own.Samples, (int)other.Samples)));
        Assert.Equal([], new TwoSides(learned: next).Play(Side.Modern, "again", Job("b.txt")));
    }

    /// <summary>A job's name says when it began: no time of it is before that or after its answer, and no time that it took is longer.</summary>
    [Theory]
    [InlineData(-5, 1.5, "")]
    [InlineData(-3 * 3600, 1.5, "shape body /last_updated: \"{local_time}\"")]
    [InlineData(3600, 1.5, "shape body /last_updated: \"{local_time}\"")]
    [InlineData(-5, 1500.5, "shape body /elapsed: a number above 0")]
    [InlineData(-5, 1e300, "shape body /elapsed: a number above 0")]
    public void Modern_BeyondTheTimeOfItsJob_IsUnlike(double moved, double elapsed, string expected)
    {
        for (var i = 0; i < 8; i++)
            _sides.Ask(Side.Legacy, Began(), 200, Timed(-5, 1.25 + i));

        var found = _sides.Try(Began(), Pairs.Response(Timed(moved, elapsed)));
        Assert.Equal(expected, string.Join("; ", found.Select(one => one.Split(" > ")[0])));

        string Began() => $"job_{(_sides.Now.AddSeconds(-20) - DateTimeOffset.UnixEpoch).TotalMicroseconds:F0}";
        string Timed(double from, double seconds) => string.Create(
            CultureInfo.InvariantCulture, $$"""{"phase":"RUNNING","last_updated":"{{_sides.Now.AddSeconds(from).ToLocalTime():yyyy-MM-ddTHH:mm:ss.ffffff}}","elapsed":{{seconds:R}}}""");
    }

    [Theory]
    [InlineData("[1,2,3]", "")]
    [InlineData("[1]", "")]
    [InlineData("[2,1]", "order body /jobs: \"rising\" > falling")]
    [InlineData("[1,3,2]", "order body /jobs: \"rising\" > none")]
    [InlineData("[1,2,2]", "order body /jobs: \"rising\" > a job twice")]
    public void Jobs_InAnotherOrderThanLegacys_AreUnlike(string jobs, string expected)
    {
        for (var i = 0; i < 3; i++)
            _sides.Ask(Side.Legacy, "one", 200, List("[1,2,3]"));

        Assert.Equal(expected, string.Join("; ", _sides.Try("one", Pairs.Response(List(jobs)))));

        static string List(string numbers) => "{\"jobs\":[" + string.Join(',', numbers.Trim('[', ']').Split(',').Select(number => "{\"job_id\":\"job_179542800000000" + number + "\"}")) + "]}";
    }

    /// <summary>Legacy need not have told of two jobs for that.</summary>
    [Fact]
    public void Jobs_OneOfThemTwice_AreUnlikeAnyList()
    {
        for (var i = 0; i < 3; i++)
            _sides.Ask(Side.Legacy, "one", 200, """{"jobs":[{"job_id":"job_1795428000000001"}]}""");

        Assert.Equal([], _sides.Try("one", Pairs.Response("""{"jobs":[{"job_id":"job_1795428000000001"},{"job_id":"job_1795428000000002"}]}""")));
        Assert.Equal(
            ["order body /jobs: each job once > a job twice"],
            _sides.Try("one", Pairs.Response("""{"jobs":[{"job_id":"job_1795428000000001"},{"job_id":"job_1795428000000001"}]}""")));
    }

    /// <summary>An answer about a job names that one, and an entry of a table the one that it stands under.</summary>
    [Theory]
    [InlineData("""{"job_id":"§1","jobs":{"§2":{"job_id":"§2"}}}""", "")]
    [InlineData("""{"job_id":"§2","jobs":{"§2":{"job_id":"§2"}}}""", "shape body /job_id: \"{its job_id}\" > \"§2\"")]
    [InlineData("""{"job_id":"§1","jobs":{"§2":{"job_id":"§1"}}}""", "shape body /jobs/{job_id}/job_id: \"{its job_id}\" > \"§1\"")]
    public void Job_OfAnotherName_IsUnlike(string body, string expected)
    {
        static string Named(string text) => text.Replace("§", "job_179542800000000", StringComparison.Ordinal);
        for (var i = 3; i < 6; i++)
            _sides.Ask(Side.Legacy, Named($"§{i}"), 200, Named($$$$"""{"job_id":"§{{{{i}}}}","jobs":{"§7":{"job_id":"§7"}}}"""));

        Assert.Equal(Named(expected), string.Join("; ", _sides.Try(Named("§1"), Pairs.Response(Named(body)))));
    }

    [Theory]
    [InlineData("1,2", "")]
    [InlineData("2,1", "order body /jobs: \"rising\" > falling")]
    [InlineData("1,1", "order body /jobs: \"rising\" > a job twice")]
    public void TableOfJobs_InAnotherOrderThanLegacys_IsUnlike(string jobs, string expected)
    {
        for (var i = 0; i < 3; i++)
            _sides.Ask(Side.Legacy, "one", 200, Table("3,4"));

        Assert.Equal(expected, string.Join("; ", _sides.Try("one", Pairs.Response(Table(jobs))).Where(one => !one.StartsWith("bytes", StringComparison.Ordinal))));

        static string Table(string numbers) => "{\"jobs\":{" + string.Join(',', numbers.Split(',').Select(number => "\"job_179542800000000" + number + "\":1")) + "}}";
    }

    /// <summary>Another number, which may be meant, is no leave for another form.</summary>
    [Fact]
    public void Modern_WithAnotherNumberInAnotherForm_IsBoth()
    {
        for (var i = 0; i < 3; i++)
            _sides.Ask(Side.Legacy, $"legacy{i}", 200, Sized(0));

        Assert.Equal(["number-form body /bytes: 0 > 7.0", "shape body /bytes: 0 > 7.0"], _sides.Try("job", Pairs.Response("""{"phase":"BACKUP_IN_PROGRESS","bytes":7.0}""")).Order());
    }

    /// <summary>Where every answer tells a phase, one without needs no jobs to be followed.</summary>
    [Fact]
    public void Modern_WithoutAPhase_IsUnlike_HoweverFewJobs()
    {
        var sides = new TwoSides(samples: 3, jobs: 100);
        for (var i = 0; i < 3; i++)
            sides.Ask(Side.Legacy, "one", 200, Sized(0));

        Assert.Contains(sides.Try("job", Pairs.Response("""{"error":"x"}""")), one => one.StartsWith("missing body /phase", StringComparison.Ordinal));
    }

    /// <summary>Legacy's value is none that modern's is measured by where modern is meant to have another.</summary>
    [Fact]
    public void Expected_WhereModernHasAnotherValue_IsNoValue()
    {
        for (var i = 0; i < 3; i++)
            _sides.Ask(Side.Legacy, $"legacy{i}", 200, Sized(0));

        Assert.Equal("0", _sides.Expected(Sized(0))["/bytes"]);
        Assert.Equal("integer: 0", _sides.Expected(Sized(7))["/bytes"]);
    }

    /// <summary>Names of jobs and files that never come again do not fill it.</summary>
    [Fact]
    public void Learned_StaysSmall_WhateverComes()
    {
        for (var i = 0; i < 2_000; i++)
            _sides.Ask(Side.Legacy, $"job{i}", 200 + (i % 300), $$$"""{"phase":"P{{{i}}}","m{{{i}}}":"x{{{i * 7}}}y","jobs":{"job_{{{1763077997123456 + i}}}":{"a":{{{i}}} } } }""");

        Assert.InRange(_sides.Learned.Take().Sum(one => one.Document.Length), 1, 400_000);
    }

    [Fact]
    public void Job_WhoseAnswersOverlap_HasNoOrder()
    {
        Legacy(3);
        _sides.Ask(Side.Modern, "job", 200, Ended("a.txt"));

        Assert.Equal(ShapeOutcome.Match, _sides.Ask(Side.Modern, null, 200, Running()).Outcome);
    }

    /// <summary>What is found in an answer that has other headers than legacy's.</summary>
    private IReadOnlyList<string> Headed(params (string Name, string Value)[] others)
    {
        var right = Pairs.Response(Running(), 200, ("Vary", "Origin"), ("Content-Length", "5"));
        for (var job = 0; job < 3; job++)
            _sides.Ask(Side.Legacy, $"headed{job}", right);

        return _sides.Try("job", Pairs.Response(Running(), 200, [("Vary", "Origin"), ("Content-Length", "7"), .. others]));
    }

    private void Legacy(int jobs)
    {
        for (var job = 0; job < jobs; job++)
            _sides.Play(Side.Legacy, $"legacy{job}", Job("a.txt"));
    }

    private static (int Status, string Body)[] Job(string file) => [(200, Running(file)), (200, Ended(file))];

    private static string Running(string file = "a.txt") => $$$"""
        {"backing_up":true,"events":[],"last_updated":"2026-11-22T20:56:12.847979","phase":"BACKUP_IN_PROGRESS","message":"Starting backup of {{{file}}}...","progress":{"current_file":"{{{file}}}","percentage":0}}
        """;

    private static string Ended(string file) => $$$"""
        {"backing_up":false,"events":[],"last_updated":"2026-11-22T20:56:13","phase":"COMPLETED","message":"Backup completed successfully!","progress":{"current_file":"{{{file}}}","percentage":100}}
        """;

    private static string Sized(int bytes) => $$"""{"phase":"BACKUP_IN_PROGRESS","bytes":{{bytes}}}""";
}

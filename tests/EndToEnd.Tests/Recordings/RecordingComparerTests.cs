using System.Text;
using Strangler.Testing.Comparison;
using Strangler.Testing.Http;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>The rules must not explain too much: each of these wrong answers has to be found at every target.</summary>
public sealed class RecordingComparerTests
{
    private static readonly Recording Status = RecordingFiles.All.Single(recording => recording.Id == "api_status/plain (backup down)");

    private static readonly Recording Health = RecordingFiles.All.Single(recording => recording.Id == "health/backup down");

    private static readonly Recording File = RecordingFiles.All.Single(recording => recording.Id == "static// If-None-Match other");

    public static TheoryData<string> Targets => [.. Target.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Judge_RecordedAnswer_Passes(string target)
    {
        Assert.Empty(Unexplained(Status, AsRecorded(Status), target));
        Assert.Empty(Unexplained(Health, AsRecorded(Health), target));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Judge_OtherTime_Passes(string target) =>
        Assert.Empty(Unexplained(Status, WithBody(Status, body => body.Replace("2026-11-22T21:15:48.935981", "2026-12-01T01:02:03.000001", StringComparison.Ordinal)), target));

    [Theory]
    [MemberData(nameof(Targets))]
    public void Judge_WrongAnswers_AreFound(string target)
    {
        var right = AsRecorded(Status);
        RawResponse[] wrong =
        [
            right with { Status = 500 },
            right with { Reason = "Ok" },
            right with { Version = "HTTP/1.0" },
            right with { Complete = false },
            right with { Interim = ["HTTP/1.1 103 Early Hints"] },
            RawResponse.None,
            Without(right, "Content-Type"), Without(right, "Access-Control-Allow-Origin"), Without(right, "Date"),
            right with { Headers = [.. right.Headers, new("Set-Cookie", "a=b")] },
            right with { Headers = [.. right.Headers, new("Access-Control-Allow-Origin", "*")] },
            WithBody(Status, body => body.Replace("\"ready\"", "\"busy\"", StringComparison.Ordinal)),
            WithBody(Status, body => body.Replace("READY", "ERROR", StringComparison.Ordinal)),
            WithBody(Status, body => body.Replace("\"connected\":false", "\"connected\":\"false\"", StringComparison.Ordinal)),
            WithBody(Status, body => body.Replace("2026-11-22T21:15:48.935981", "2026-11-22T21:15:48.935981Z", StringComparison.Ordinal)),
            WithBody(Status, body => body.Replace("\"backing_up\":false,\"connected\":false", "\"connected\":false,\"backing_up\":false", StringComparison.Ordinal)),
            WithBody(Status, body => body.Replace("\",\"", "\", \"", StringComparison.Ordinal)),
            WithBody(Status, body => body.TrimEnd('\n')),
            WithBody(Status, body => body.Replace("}", ",\"more\":1}", StringComparison.Ordinal)),
            WithBody(Status, _ => ""),
        ];
        Assert.All(wrong, answer => Assert.NotEmpty(Unexplained(Status, answer, target)));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Judge_NumberForm_Counts(string target)
    {
        Assert.NotEmpty(Unexplained(Health, WithBody(Health, body => body.Replace("\"active_backup_jobs\":0", "\"active_backup_jobs\":0.0", StringComparison.Ordinal)), target));
        Assert.NotEmpty(Unexplained(Health, WithBody(Health, body => body.Replace(":100.0", ":100", StringComparison.Ordinal)), target));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Judge_FileWithWrongHeaders_IsFound(string target)
    {
        var right = AsRecorded(File) with { Body = "ours"u8.ToArray() };
        right = Replaced(right, "Content-Length", "4");
        Assert.Empty(Unexplained(File, right, target));
        Assert.NotEmpty(Unexplained(File, Replaced(right, "Content-Length", "5"), target));
        Assert.NotEmpty(Unexplained(File, Replaced(right, "ETag", "\"abc\""), target));
        Assert.NotEmpty(Unexplained(File, Replaced(right, "Cache-Control", "max-age=60"), target));
        Assert.NotEmpty(Unexplained(File, Replaced(right, "Content-Type", "text/plain"), target));
    }

    /// <summary>What modern's jobs tell more of hides nothing else.</summary>
    [Fact]
    public void Judge_JobOfModern_OnlyWhatItTellsMoreOfPasses()
    {
        var job = RecordingFiles.All.Single(recording => recording.Id == "api_status/finished job");
        Assert.Empty(JobDifferences(job, "\"bytes_transferred\":0", "\"bytes_transferred\":11"));
        Assert.Empty(JobDifferences(job, "\"events\":[]", """
            "events":[{"data":{"message":"Starting C++ client"},"phase":"EXECUTION"}]
            """));
        (string Right, string Wrong)[] changes =
        [
            ("COMPLETED", "FAILED"), ("Backup completed successfully!", "Backup done!"), ("\"percentage\":100", "\"percentage\":99"), ("hello.txt", "upload_1_hello.txt"),
            ("\"bytes_transferred\":0", "\"bytes_transferred\":\"11\""), ("\"backing_up\":false", "\"backing_up\":true"), ("\"status\":\"initializing\"", "\"status\":\"completed\""),
            ("\"events\":[]", "\"events\":null"), ("\"isConnected\"", "\"error\":\"Connection refused\",\"isConnected\""),
            ("\"events\":[]", """
                "events":[{"data":{"message":"Generated /tmp/x/transfer.info"},"phase":"CONFIG"}]
                """),
            ("\"events\":[]", """
                "events":[{"message":"Starting C++ client","phase":"EXECUTION"}]
                """),
        ];
        Assert.All(changes, change => Assert.NotEmpty(JobDifferences(job, change.Right, change.Wrong)));
    }

    [Fact]
    public void Judge_StartRefusedByModern_OnlyWithItsReasonPasses()
    {
        var start = RecordingFiles.All.Single(recording => recording.Id == "api_start_backup/port abc");
        var right = WithBody(start, body => body.Replace("invalid literal for int() with base 10: 'abc'", "the port must be an integer", StringComparison.Ordinal)) with { Status = 400, Reason = "BAD REQUEST" };
        Assert.Empty(Unexplained(start, right, Target.AtLive.Name));
        Assert.NotEmpty(Unexplained(start, right with { Status = 200, Reason = "OK" }, Target.AtLive.Name));
        Assert.NotEmpty(Unexplained(start, WithBody(start, _ => "{\"error\":\"Backup start error: internal error\",\"success\":false}\n"), Target.AtLive.Name));
        Assert.NotEmpty(Unexplained(start, right, Target.AtLegacy.Name));
    }

    private static IReadOnlyList<Difference> JobDifferences(Recording job, string right, string wrong) =>
        Unexplained(job, WithBody(job, body => body.Replace(right, wrong, StringComparison.Ordinal)), Target.AtLive.Name);

    private static IReadOnlyList<Difference> Unexplained(Recording recording, RawResponse answer, string target)
    {
        var exchange = new Exchange(recording, recording.Request.ToRaw(), Expected.Of(recording.Response, []), answer);
        return new RecordingComparer(RuleBook.For(Target.All.Single(one => one.Name == target))).Judge(exchange).Unexplained;
    }

    private static RawResponse AsRecorded(Recording recording) => new(
        recording.Response.HttpVersion, recording.Response.Status, recording.Response.Reason,
        [.. recording.Response.Headers.Select(header => KeyValuePair.Create(header[0], header[1]))],
        Encoding.UTF8.GetBytes(recording.Response.BodyText ?? ""), [], [], true);

    private static RawResponse WithBody(Recording recording, Func<string, string> change)
    {
        var body = Encoding.UTF8.GetBytes(change(recording.Response.BodyText!));
        return Replaced(AsRecorded(recording) with { Body = body }, "Content-Length", $"{body.Length}");
    }

    private static RawResponse Without(RawResponse answer, string name) => answer with { Headers = [.. answer.Headers.Where(header => header.Key != name)] };

    private static RawResponse Replaced(RawResponse answer, string name, string value) =>
        answer with { Headers = [.. answer.Headers.Select(header => header.Key == name ? new(name, value) : header)] };
}

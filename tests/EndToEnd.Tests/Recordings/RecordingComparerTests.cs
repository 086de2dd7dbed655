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

using System.Text;
using Strangler.Gateway.Realtime.Relay;

namespace Strangler.Gateway.Tests.Realtime;

/// <summary>Events as Python writes and reads them.</summary>
public sealed class SocketEventTests
{
    [Theory]
    [InlineData("""["request_status",{"job_id":1e400}]""", """["status_response",{"status":{},"job_id":Infinity}]""")]
    [InlineData("""["request_status",{"job_id":-Infinity}]""", """["status_response",{"status":{},"job_id":-Infinity}]""")]
    [InlineData("""["request_status",{"job_id":NaN}]""", """["status_response",{"status":{},"job_id":NaN}]""")]
    [InlineData("""["request_status",{"job_id":1e2}]""", """["status_response",{"status":{},"job_id":100.0}]""")]
    [InlineData("""["request_status",{"job_id":1,"job_id":2}]""", """["status_response",{"status":{},"job_id":2}]""")]
    [InlineData("""["request_status",{"job_id":"\uD800"}]""", """["status_response",{"status":{},"job_id":"\ud800"}]""")]
    [InlineData("""["request_status",{"job_id":true}]""", """["status_response",{"status":{},"job_id":true}]""")]
    [InlineData("""["request_status",{"job_id":null}]""", """["status_response",{"status":{},"job_id":null}]""")]
    [InlineData("""["request_status",{}]""", """["status_response",{"status":{},"job_id":null}]""")]
    [InlineData("""["request_status",0]""", """["status_response",{"status":{},"job_id":null}]""")]
    [InlineData("""["ping"]""", """["pong",{"timestamp":1.5}]""")]
    public void PairOf_QuestionAndAnswer_IsTheSame(string question, string answer)
    {
        var pair = PairOf(question);

        Assert.NotNull(pair);
        Assert.Equal(pair, PairOf(answer));
    }

    [Theory]
    [InlineData("""["ping",1]""")]
    [InlineData("""["request_status"]""")]
    [InlineData("""["request_status",{},{}]""")]
    [InlineData("""["request_status",NaN]""")]
    [InlineData("""["request_status","x"]""")]
    [InlineData("""["request_status",{"job_id":[]}]""")]
    [InlineData("""["other"]""")]
    [InlineData("""["ping"] x""")]
    [InlineData("""{"ping":1}""")]
    public void PairOf_WhatLegacyIsSilentOn_IsNone(string question) => Assert.Null(PairOf(question));

    [Theory]
    [InlineData("null", "\"\"")]
    [InlineData("1", "\"1\"")]
    [InlineData("1", "true")]
    [InlineData("\"true\"", "true")]
    [InlineData("NaN", "1e400")]
    [InlineData("-Infinity", "Infinity")]
    public void PairOf_OtherJobs_AreOthers(string one, string other) =>
        Assert.NotEqual(PairOf($$"""["request_status",{"job_id":{{one}}}]"""), PairOf($$"""["request_status",{"job_id":{{other}}}]"""));

    [Fact]
    public void TryRead_DeepAndStrange_IsAsItWasWritten()
    {
        var payload = $$"""{"job_id":"x","a":[NaN,-Infinity,"NaN"],"o":{{new string('[', 500)}}{{new string(']', 500)}}}""";

        Assert.True(SocketEvent.TryRead(Encoding.UTF8.GetBytes($"[\"a\", {payload}]"), out var name, out var read));
        Assert.Equal(("a", payload, "x"), (name, Encoding.UTF8.GetString(read.Span), SocketEvent.JobOfPayload(read)));
    }

    private static string? PairOf(string json) => SocketEvent.PairOf(Encoding.UTF8.GetBytes(json));
}

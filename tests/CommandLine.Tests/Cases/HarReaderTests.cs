using System.Text;
using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Cases.Har;
using Strangler.CommandLine.Exit;
using Strangler.Testing;

namespace Strangler.CommandLine.Tests.Cases;

public sealed class HarReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "it is no HTTP archive")]
    [InlineData("<html>", "it is no HTTP archive")]
    [InlineData("[]", "it is no HTTP archive")]
    [InlineData("{}", "no list log.entries")]
    [InlineData("""{"log":{"entries":[]}}""", "no list log.entries")]
    [InlineData("""{"log":{"entries":[{}]}}""", "entry 1 has no request")]
    [InlineData("""{"log":{"entries":[{"request":{"method":"GET","url":"/api/status"}}]}}""", "absolute url")]
    [InlineData("""{"log":{"entries":[{"request":{"method":"GET","url":"http://a/","headers":[{"name":null}]}}]}}""", "it is no HTTP archive")]
    public void BadFile_SaysWhatAndWhere(string json, string said)
    {
        var error = Assert.Throws<CommandException>(() => Read(json));

        Assert.Equal(ExitCode.BadUsage, error.ExitCode);
        Assert.Contains("session.har: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingFile_SaysSo() => Assert.Contains(
        "it cannot be read", Assert.Throws<CommandException>(() => new HarReader(_folder.Combine("no.har"), Routes).Read()).Message, StringComparison.Ordinal);

    [Fact]
    public void Entry_BecomesACase()
    {
        var one = Assert.Single(Read("""
            {"log":{"entries":[{"startedDateTime":"2026-11-22T10:00:00.5+01:00","time":3,"request":{"method":"POST","url":"http://127.0.0.1:9090//api/a%2Fb?q=%20#top","httpVersion":"h2",
             "headers":[{"name":":authority","value":"x"},{"name":"Host","value":"127.0.0.1:9090"},{"name":"Accept","value":"a"},{"name":"accept","value":"b"}],
             "postData":{"mimeType":"application/json","text":"{\"ü\":1}"}}}]}}
            """));

        Assert.Equal(("POST", "//api/a%2Fb?q=%20", "static"), (one.Request.Method, one.Request.Target, one.Route));
        Assert.Equal(["a", "b"], Assert.Single(one.Request.Headers).Value.ToArray());
        Assert.Equal("{\"ü\":1}", Encoding.UTF8.GetString(one.Request.Body!));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 9, 0, 0, 500, TimeSpan.Zero), one.At);
        Assert.Null(one.NotSent);
    }

    [Fact]
    public void WhatTheArchiveDoesNotHold_IsListedNotSent()
    {
        var cases = Read("""
            {"log":{"entries":[
              {"request":{"method":"GET","url":"http://a"}},
              {"request":{"method":"GET","url":"https://fonts.example/x"}},
              {"request":{"method":"POST","url":"http://a/api/start_backup","postData":{"mimeType":"multipart/form-data; boundary=x","text":"--x"}}},
              {"request":{"method":"POST","url":"http://a/api/connect","bodySize":12}}]}}
            """);

        Assert.Equal([null, "it went to another origin (https://fonts.example)", "an archive does not hold uploads byte for byte", "the archive does not hold its body"], cases.Select(one => one.NotSent));
        Assert.Equal("/", cases[0].Request.Target);
    }

    private static RouteFinder Routes => new(RepositoryRoot.Combine("yarp.json"));

    private Case[] Read(string json)
    {
        var path = _folder.Combine("session.har");
        File.WriteAllText(path, json);
        return [.. new HarReader(path, Routes).Read().SelectMany(sequence => sequence.Cases)];
    }
}

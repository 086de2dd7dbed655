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
    [InlineData("""{"log":[]}""", "no list log.entries")]
    [InlineData("""{"log":{"entries":[{}]}""", "it is no HTTP archive: line 1: Expected depth to be zero")]
    [InlineData("""{"log":{"entries":[{}]},"log":{"entries":[{}]}}""", "'log' stands there twice")]
    [InlineData("""{"log":{"entries":[{}],"entries":[{}]}}""", "'entries' stands there twice")]
    [InlineData("{\n\"log\": \"", "it is no HTTP archive: line 2: Expected end of string, but instead reached end of data.")]
    [InlineData("", "it is no HTTP archive: line 1: ")]
    public void BadFile_SaysWhatAndWhere(string json, string said)
    {
        var error = Assert.Throws<CommandException>(() => Read(json));

        Assert.Equal(ExitCode.BadUsage, error.ExitCode);
        Assert.Contains("session.har: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingFile_SaysSo() => Assert.Contains(
        "there is no such file", Assert.Throws<CommandException>(() => new HarReader(_folder.Combine("no.har"), Routes).Read()).Message, StringComparison.Ordinal);

    [Fact]
    public void Folder_IsSaidToBeOne() => Assert.Contains(
        "it is a folder; --har takes a file", Assert.Throws<CommandException>(() => new HarReader(_folder.Path, Routes).Read()).Message, StringComparison.Ordinal);

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

    [Theory]
    [InlineData("null", "it has no request")]
    [InlineData("{}", "it has no request")]
    [InlineData("7", "it is no entry")]
    [InlineData("""{"request":null}""", "it has no request")]
    [InlineData("""{"request":{"url":"http://a/"}}""", "it has no request")]
    [InlineData("""{"request":{"method":7,"url":"http://a/"}}""", "it is no entry of an archive: its request.method cannot be read")]
    [InlineData("""{"request":{"method":"GET","url":"http://a/","method":"POST"}}""", "it is no entry of an archive: its request")]
    [InlineData("""{"request":{"method":"GET","url":"/api/status"}}""", "no address of an HTTP server")]
    [InlineData("""{"request":{"method":"GET","url":"data:text/plain,hello"}}""", "data: is no address")]
    [InlineData("""{"request":{"method":"GET","url":"about:blank"}}""", "about: is no address")]
    [InlineData("""{"request":{"method":"GET","url":"blob:http://a/1234"}}""", "blob: is no address")]
    [InlineData("""{"request":{"method":"GET","url":"ws://a/socket.io/"}}""", "ws: is no address")]
    [InlineData("""{"request":{"method":"GET","url":"file:///etc/passwd"}}""", "file: is no address")]
    [InlineData("""{"request":{"method":"GET","url":"http:///x"}}""", "no address of an HTTP server")]
    [InlineData("""{"request":{"method":"GET","url":"http://a:99999/x"}}""", "no address of an HTTP server")]
    [InlineData("""{"request":{"method":"GET","url":"http://a\r/x"}}""", "no address of an HTTP server")]
    [InlineData("""{"request":{"method":"GET","url":" http://a/x"}}""", "no address of an HTTP server")]
    [InlineData("""{"request":{"method":"CONNECT","url":"a:443"}}""", "CONNECT opens a tunnel")]
    [InlineData("""{"request":{"method":"GET","url":"http://a/\ud800"}}""", "it is no entry")]
    [InlineData("""{"request":{"method":"GET","url":"http://a/","headers":[{"name":"x","value":"\ud800"}]}}""", "it is no entry")]
    [InlineData("""{"request":{"method":"GET","url":"http://a/","headers":[{"value":"b"}]}}""", "no name")]
    [InlineData("""{"request":{"method":"GET","url":"http://a/","headers":[{"name":"","value":"b"}]}}""", "no name")]
    [InlineData("""{"request":{"method":"GET","url":"http://a/","headers":[{"name":null}]}}""", "no name")]
    [InlineData("""{"request":{"method":"GET","url":"http://a/","headers":[null]}}""", "no name")]
    [InlineData("""{"request":{"method":"GET","url":"http://a/","headers":"none"}}""", "it is no entry")]
    [InlineData("""{"request":{"method":"GET","url":"http://a/x\nGET /api/stop"}}""", "its target")]
    [InlineData("""{"request":{"method":"GET","url":"http://a/\u010a"}}""", "its target")]
    [InlineData("""{"request":{"method":"GET\r\nx:","url":"http://a/"}}""", "its method")]
    [InlineData("""{"request":{"method":"GET","url":"http://a/","headers":[{"name":"x","value":"a\nb"}]}}""", "the header x")]
    [InlineData("""{"request":{"method":"GET","url":"http://a/","headers":[{"name":"x","value":"\u0000"}]}}""", "the header x")]
    [InlineData("""{"request":{"method":"GET","url":"http://a/","headers":[{"name":"x","value":"\u010a"}]}}""", "the header x")]
    [InlineData("""{"request":{"method":"GET","url":"http://a/","headers":[{"name":"x\n","value":"a"}]}}""", "the name of a header")]
    public void OddEntry_AloneIsNotSent(string entry, string said)
    {
        var cases = Read(Archive(Get("http://a/1"), entry, Get("http://a/2")));

        Assert.Equal([null, null], new[] { cases[0].NotSent, cases[2].NotSent });
        Assert.Contains(said, cases[1].NotSent, StringComparison.Ordinal);
    }

    /// <summary>A size or a time that nobody understands is one that nobody knows; the request itself is whole.</summary>
    [Theory]
    [InlineData("\"\"", "null")]
    [InlineData("\"yesterday\"", "\"none\"")]
    [InlineData("7", "1.5")]
    [InlineData("null", "1e99")]
    [InlineData("\"2026-13-40T00:00:00Z\"", "{}")]
    [InlineData("\"1970-01-01T00:00:00Z\"", "-1")]
    [InlineData("\"9999-12-31T23:59:59Z\"", "-9223372036854775808")]
    public void OddTimeAndSize_CountAsUnknown(string time, string size)
    {
        const string now = "\"2026-11-22T10:00:00Z\"";
        var cases = Read(Archive(
            $$$"""{"startedDateTime":{{{now}}},"request":{"method":"GET","url":"http://a/1"}}""",
            $$$"""{"startedDateTime":{{{time}}},"request":{"method":"GET","url":"http://a/2","bodySize":{{{size}}}}}""",
            $$$"""{"startedDateTime":{{{now}}},"request":{"method":"GET","url":"http://a/3"}}"""));

        Assert.All(cases, one => Assert.Null(one.NotSent));
        Assert.Equal([true, false, true], cases.Select(one => one.At is not null));
    }

    [Fact]
    public void DeepEntry_IsRead() => Assert.Null(Assert.Single(Read(Archive(
        $$$"""{"_initiator":{{{string.Concat(Enumerable.Repeat("{\"parent\":", 200))}}}1{{{new string('}', 200)}}},"request":{"method":"GET","url":"http://a/"}}"""))).NotSent);

    [Theory]
    [InlineData("http://A.example/1", "http://a.example:80/2", true)]
    [InlineData("HTTP://a/1", "http://a/2", true)]
    [InlineData("https://a/1", "https://a:443/2", true)]
    [InlineData("http://user:pw@a/1", "http://a/2", true)]
    [InlineData("http://[::1]:80/1", "http://[::1]/2", true)]
    [InlineData("http://bücher.example/1", "http://xn--bcher-kva.example/2", true)]
    [InlineData("http://BÜCHER.example:8080/1", "http://XN--bcher-kva.example:8080/2", true)]
    [InlineData("http://bücher.example/1", "http://bucher.example/2", false)]
    [InlineData("http://a/1", "http://a:8080/2", false)]
    [InlineData("http://a/1", "https://a/2", false)]
    [InlineData("http://a/1", "http://a.b/2", false)]
    public void Origins_AreComparedAsBrowsersDo(string one, string other, bool same) =>
        Assert.Equal(same, Read(Archive(Get(one), Get(other))).All(found => found.NotSent is null));

    [Fact]
    public void Origin_IsTheMostFrequent_OrTheChosenOne()
    {
        var archive = Archive(Get("https://login.example/"), Get("http://a/1"), Get("http://a/2"), Get("http://A:80/3"));

        Assert.Equal(["it went to another origin (https://login.example)", null, null, null], Read(archive).Select(one => one.NotSent));
        Assert.Equal([true, false, false, false], Read(archive, "https://LOGIN.example:443/").Select(one => one.NotSent is null));
        Assert.Null(Warning(ReadAll(archive)));
        Assert.Null(Warning(ReadAll(archive, "https://login.example")));
    }

    [Theory]
    [InlineData("http://b", "http://a (1)")]
    [InlineData("ftp://a", "no origin such as")]
    [InlineData("http://a/x", "no origin such as")]
    [InlineData("a", "no origin such as")]
    public void Origin_ThatTheArchiveHasNot_IsRefused(string origin, string said)
    {
        var error = Assert.Throws<CommandException>(() => Read(Archive(Get("http://a/")), origin));

        Assert.Equal(ExitCode.BadUsage, error.ExitCode);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MostOfSocketIo_IsAWarningToo()
    {
        var warning = Warning(ReadAll(Archive(Get("http://a/socket.io/?EIO=4&transport=polling"), Get("http://a/socket.io/?EIO=4&transport=websocket"), Get("http://a/api/status"))));

        Assert.Contains("2 of 3 entries are left out (2: a Socket.IO exchange belongs to its session)", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void MostLeftOut_IsAWarning_ThatSaysWhy()
    {
        Assert.Null(Warning(ReadAll(Archive(Get("http://a/"), "null"))));

        var warning = Warning(ReadAll(Archive(Get("http://a/"), "null", Get("data:,"), "null")));

        Assert.Contains("3 of 4 entries are left out (2: it has no request", warning, StringComparison.Ordinal);
        Assert.Contains("Sent are the requests to http://a", warning, StringComparison.Ordinal);
        Assert.Contains("None went to an HTTP server.", Warning(ReadAll(Archive("null"))), StringComparison.Ordinal);
    }

    [Fact]
    public void MostHeldBackAsUnsafe_IsAWarningToo()
    {
        const string stop = """{"request":{"method":"POST","url":"http://a/api/stop"}}""";
        var archive = ReadAll(Archive(stop, stop, Get("http://a/api/status")));

        Assert.Contains("2 of 3 entries are left out (2: POST of stop may change something; --unsafe sends it). Sent are the requests to http://a;", Warning(archive), StringComparison.Ordinal);
        Assert.Null(Warning(archive, isUnsafe: true));
        Assert.Equal("Sent are the requests to http://a; --origin chooses another.", archive.Chosen);
    }

    /// <summary>What it was is seen, though not all of it, and no secret of it.</summary>
    [Theory]
    [InlineData("http://a:99999/x", "1 GET http://a:99999/x", "http://a:99999/x is no address of an HTTP server")]
    [InlineData("http://a:99999/x?token=Zq1Yx2Wv3Zq", "1 GET http://a:99999/x?token=(not stored)", "http://a:99999/x?token=(not stored) is no")]
    [InlineData("http://ana:Zq1Yx2Wv3Zq@:1/x", "1 GET http://(not stored)@:1/x", "is no address")]
    [InlineData("http://a\u001b[1m\n/x", "1 GET http://a\\u001B[1m /x", "is no address")]
    [InlineData("/api/status", "1 GET /api/status", "/api/status is no address")]
    [InlineData("data:text/plain,hello", "1 GET data:", "data: is no address")]
    public void OddAddress_IsListedReadably(string url, string name, string said)
    {
        var one = Assert.Single(Read(Archive(Get(url.Replace("\u001b", "\\u001b", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)))));

        Assert.Equal(name, one.Name);
        Assert.Contains(said, one.NotSent, StringComparison.Ordinal);
    }

    [Fact]
    public void LongOddAddress_IsShortened() => Assert.Equal(
        "1 GET http://:" + new string('7', 72) + "…", Assert.Single(Read(Archive(Get("http://:" + new string('7', 500))))).Name);

    private static RouteFinder Routes => new(RepositoryRoot.Combine("yarp.json"));

    private static string Archive(params string[] entries) => $$$"""{"log":{"entries":[{{{string.Join(',', entries)}}}]}}""";

    private static string Get(string url) => $$$"""{"request":{"method":"GET","url":"{{{url}}}"}}""";

    private static string? Warning(HarCases archive, bool isUnsafe = false) =>
        archive.WarningOf([.. archive.Sequences.Select(new ReplayPolicy(Routes, WithCredentials: false, isUnsafe).Apply)]);

    private Case[] Read(string json, string? origin = null)
    {
        return [.. ReadAll(json, origin).Sequences.SelectMany(sequence => sequence.Cases)];
    }

    private HarCases ReadAll(string json, string? origin = null)
    {
        var path = _folder.Combine("session.har");
        File.WriteAllText(path, json);
        return new HarReader(path, Routes, origin).Read();
    }
}

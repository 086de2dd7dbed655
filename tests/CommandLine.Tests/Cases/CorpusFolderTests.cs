using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Cases.Corpus;
using Strangler.CommandLine.Exit;
using Strangler.Testing;

namespace Strangler.CommandLine.Tests.Cases;

public sealed class CorpusFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{", "a.json, line 1")]
    [InlineData("[]", "a.json, line 1")]
    [InlineData("{\"cases\":[\n{\"name\":\"x\",\"target\":\"/\",\n\"target\":\"/b\"}]}", "a.json, line 3, cases[0].target: 'target' stands in line 2 already; keep one")]
    [InlineData("""{"cases":[]}""", "a.json: it has no cases")]
    [InlineData("""{"cases":[{"name":"x"}]}""", "'target'")]
    [InlineData("""{"cases":[{"name":"x","target":"/","path":"/"}]}""", "'path'")]
    [InlineData("""{"cases":[{"name":"x","target":"api/status"}]}""", "case 1 \"x\": the target \"api/status\" does not begin with /")]
    [InlineData("""{"cases":[{"name":"x","target":"/a b"}]}""", "percent-encoded")]
    [InlineData("""{"cases":[{"name":"x","target":"/"},{"name":"x","target":"/"}]}""", "case 2 \"x\": its name is empty or taken")]
    [InlineData("""{"cases":[{"name":"x","target":"/","method":"GE T"}]}""", "\"GE T\" is no method")]
    [InlineData("""{"cases":[{"name":"x","target":"/","body":"a","body_base64":"YQ=="}]}""", "keep one")]
    [InlineData("""{"cases":[{"name":"x","target":"/","body_base64":"?"}]}""", "body_base64 is not base64")]
    [InlineData("""{"cases":[{"name":"x","target":"/","headers":{"a b":"c"}}]}""", "the header \"a b\"")]
    [InlineData("""{"cases":[{"name":"x","target":"/","headers":{"a":"b\r\nc: d"}}]}""", "control character")]
    [InlineData("""{"cases":[{"name":"x","target":"/","headers":{"a":"b\nc"}}]}""", "control character")]
    [InlineData("""{"cases":[{"name":"x","target":"/","headers":{"a":"\u010a"}}]}""", "beyond Latin-1")]
    [InlineData("""{"cases":[{"name":"x","target":"/","headers":{"a":"\ud800"}}]}""", "a.json, line 1")]
    [InlineData("""{"cases":[{"name":"x","target":"/","headers":{"a":null}}]}""", "no value")]
    [InlineData("""{"cases":[{"name":"x","target":"/","capture":{"a":null}}]}""", "capture \"a\"")]
    [InlineData("""{"cases":[null]}""", "case 1: it is null")]
    [InlineData("""{"cases":[{"name":"x","target":"/","method":"pOsT"}]}""", "written pOsT, not POST")]
    [InlineData("""{"cases":[{"name":"x","target":"/","method":"CONNECT"}]}""", "CONNECT opens a tunnel")]
    [InlineData("""{"cases":[{"name":"x","target":"/","capture":{"id":"job_id"}}]}""", "capture \"id\": \"job_id\" is not understood")]
    [InlineData("""{"cases":[{"name":"x","target":"/","capture":{"a-b":"body /id"}}]}""", "capture \"a-b\"")]
    [InlineData("""{"cases":[{"name":"x","target":"/","until":{"at":"body /a","matches":"("}}]}""", "until:")]
    [InlineData("""{"cases":[{"name":"x","target":"/","until":{"at":"body /a","matches":"b","seconds":301}}]}""", "1 to 300 seconds")]
    public void BadFile_SaysWhatAndWhere(string json, string said)
    {
        File.WriteAllText(_folder.Combine("a.json"), json);

        var error = Assert.Throws<CommandException>(Read);

        Assert.Equal(ExitCode.BadUsage, error.ExitCode);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryError_IsNamed()
    {
        File.WriteAllText(_folder.Combine("a.json"), "nonsense");
        File.WriteAllText(_folder.Combine("b.json"), """{"cases":[{"name":"","target":"x"}]}""");

        var message = Assert.Throws<CommandException>(Read).Message;

        Assert.Contains("3 error(s)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void NoFolder_NoFile_SaySo()
    {
        Assert.Contains("holds no *.json", Assert.Throws<CommandException>(Read).Message, StringComparison.Ordinal);
        Assert.Contains("there is no folder", Assert.Throws<CommandException>(() => Read(_folder.Combine("nowhere"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Case_HasWhatTheFileSays()
    {
        File.WriteAllText(_folder.Combine("a.json"), """
            { "cases": [
                // The other one needs this one.
                { "name": "start", "method": "POST", "target": "/api/start_backup", "body": "", "capture": { "id": "body /job_id" } },
                { "name": "status", "target": "/api/status?job_id={id}&x={other}", "headers": { "Accept": "*/*" } },
            ] }
            """);

        var cases = Assert.Single(Read()).Cases;

        Assert.Equal(("a.json: start", "start_backup", "POST"), (cases[0].Name, cases[0].Route, cases[0].Request.Method));
        Assert.Equal([], cases[0].Request.Body!);
        Assert.Equal(("job_status", "GET"), (cases[1].Route, cases[1].Request.Method));
        Assert.Null(cases[1].Request.Body);
        Assert.Equal(["id"], cases[1].Uses);
    }

    [Fact]
    public void Of_ARoute_KeepsTheCasesThatItNeeds()
    {
        File.WriteAllText(_folder.Combine("a.json"), """
            { "cases": [
                { "name": "first", "target": "/health", "capture": { "id": "body /id" } },
                { "name": "second", "target": "/api/test", "capture": { "id": "body /id" } },
                { "name": "third", "target": "/api/perf/{id}" },
                { "name": "fourth", "target": "/api/perf/{id}?a" }
            ] }
            """);

        var chosen = Assert.Single(Read()).Of(["job_perf"]);

        Assert.Equal(["a.json: second", "a.json: third", "a.json: fourth"], chosen.Cases.Select(one => one.Name));
    }

    private IReadOnlyList<CaseSequence> Read() => Read(_folder.Path);

    private static IReadOnlyList<CaseSequence> Read(string path) => new CorpusFolder(path, new RouteFinder(RepositoryRoot.Combine("yarp.json"))).Read();
}

using System.Text;
using System.Text.Json;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Tests.Compare;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Rules;

public sealed class RulesFileTests
{
    [Fact]
    public void Parse_ManyErrors_NamesThemAll()
    {
        var error = Assert.Throws<InvalidRulesException>(() => Parse("""
            {
              "rulez": [],
              "rules": [
                { "name": "a", "kind": "sometimes", "route": "*", "at": "body /x", "action": "ignore", "reason": "r" },
                { "name": "b", "kind": "volatile", "at": "head Allow", "action": "ignore", "reason": "" },
                { "name": "c", "kind": "volatile", "route": "*", "at": "status", "action": "pattern", "reason": "r" },
                { "name": "d", "kind": "volatile", "route": "*", "at": "status", "action": "pattern", "pattern": "(", "reason": "r" },
                { "name": "e", "kind": "volatile", "route": "*", "at": "status", "action": "pattern", "pattern": "(?=a)", "reason": "r" },
                { "name": "f", "kind": "volatile", "route": "*", "at": "status", "action": "ignore", "pattern": "x", "reason": "r" },
                { "name": "g", "kind": "volatile", "route": [], "at": "status", "action": "ignore", "reason": "r", "expires": "31.12.2026" },
                { "name": "h", "kind": "volatile", "route": "*", "at": "status", "action": "ignore", "reason": "r", "divergence": ["valu"] },
                { "name": "i", "kind": "volatile", "route": "*", "at": "status", "action": "ignore", "reason": "r", "colour": "red" },
                { "name": "j", "kind": "volatile", "route": "*", "at": "status", "action": "ignore", "reason": "r", "when": {} },
                { "name": "k", "kind": "volatile", "route": "*", "at": "status", "action": "ignore", "reason": "r", "when": { "legacy_status": 42 } },
                { "name": "l", "kind": "volatile", "route": "*", "at": "status", "action": "ignore", "reason": "r" },
                { "name": "l", "kind": "on-purpose", "route": "*", "at": "reason", "action": "ignore", "reason": "r" },
                7
              ]
            }
            """));

        string[] expected =
        [
            "unknown member \"rulez\"", "rules[0] (\"a\"): \"kind\" is \"sometimes\"; it must be one of volatile, on-purpose", "rules[1] (\"b\"): \"route\" is missing",
            "rules[1] (\"b\"): \"at\": \"head Allow\" is no location", "rules[1] (\"b\"): \"reason\" must be a text", "rules[2] (\"c\"): the action \"pattern\" needs either",
            "rules[3] (\"d\"): \"pattern\" is no usable", "rules[4] (\"e\"): \"pattern\" is no usable", "rules[5] (\"f\"): \"pattern\" goes with",
            "rules[6] (\"g\"): \"route\" must be", "rules[6] (\"g\"): \"expires\" is \"31.12.2026\"", "rules[7] (\"h\"): \"divergence\" has \"valu\"",
            "rules[8] (\"i\"): unknown member \"colour\"", "rules[9] (\"j\"): \"when\" must", "rules[10] (\"k\"): \"when\": \"legacy_status\"",
            "rules[13] must be an object", "\"l\" is the name of rules of both kinds",
        ];
        Assert.Equal(expected.Length, error.Errors.Count);
        Assert.All(expected, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_ErrorsOfActionsAndRedaction_NamesThemAll()
    {
        var error = Assert.Throws<InvalidRulesException>(() => Parse("""
            {
              "redact": { "strict": 1, "hide": [], "values": [{ "route": "*", "at": "status" }, { "at": "body /a", "why": "x" }, 7], "keep": {} },
              "rules": [
                { "name": "a", "kind": "volatile", "route": "*", "at": "body /x", "action": "keyed", "reason": "r" },
                { "name": "b", "kind": "volatile", "route": "*", "at": "body /x", "action": "tolerance", "reason": "r" },
                { "name": "c", "kind": "volatile", "route": "*", "at": "body /x", "action": "tolerance", "absolute": 1, "seconds": 1, "reason": "r" },
                { "name": "d", "kind": "volatile", "route": "*", "at": "body /x", "action": "tolerance", "relative": 2, "reason": "r" },
                { "name": "e", "kind": "volatile", "route": "*", "at": "body /x", "action": "mapped", "legacy_prefix": "/a", "reason": "r" },
                { "name": "f", "kind": "volatile", "route": "*", "at": "body /x", "action": "set", "key": "id", "reason": "r" },
                { "name": "g", "kind": "volatile", "route": "*", "at": "body /x", "action": "pattern", "pattern": "{guid}", "reason": "r" }
              ]
            }
            """));

        string[] expected =
        [
            "redact: \"strict\" must be", "redact: unknown member \"hide\"", "redact.values[0]: \"at\": \"status\" is no place", "redact.values[1]: unknown member \"why\"",
            "redact.values[1]: \"route\" is missing", "redact.values[2] must be an object", "redact: \"keep\" must be a list",
            "rules[0] (\"a\"): \"key\" is missing", "rules[1] (\"b\"): the action \"tolerance\" needs either", "rules[2] (\"c\"): the action \"tolerance\" needs either",
            "rules[3] (\"d\"): \"relative\" must be a number above 0, 1 at most", "rules[4] (\"e\"): \"modern_prefix\" is missing",
            "rules[5] (\"f\"): \"key\" goes with the action \"keyed\" only", "rules[6] (\"g\"): \"pattern\" is no usable regular expression: {guid} is no named pattern",
        ];
        Assert.All(expected, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
        Assert.Equal(expected.Length, error.Errors.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{ \"rules\": 1 }")]
    [InlineData("{ \"rules\": [ }")]
    public void Parse_NoRulesFile_IsRefused(string text) => Assert.Throws<InvalidRulesException>(() => Parse(text));

    [Fact]
    public void Parse_CommentsTrailingCommasAndMark_AreAllowed() =>
        Assert.Empty(RulesFile.Parse(Encoding.UTF8.GetPreamble().Concat("{ /* none yet */ \"rules\": [], }"u8.ToArray()).ToArray(), "rules.json").Rules);

    [Fact]
    public void Load_NoFile_SaysWhereItLooked()
    {
        var error = Assert.Throws<InvalidRulesException>(() => RulesFile.Load("no-such-rules.json"));
        Assert.Contains(Path.GetFullPath("no-such-rules.json"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithInvalidRules_IsRefused()
    {
        var error = await Assert.ThrowsAsync<InvalidRulesException>(() => ShadowHost.StartAsync(_ => Task.CompletedTask, _ => null, rules: """{ "rules": [7] }"""));
        Assert.Contains("rules[0] must be an object", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_Enumerations_AreTheProgramsOwn()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(RepositoryFile("deploy/schemas/rules.schema.json")));
        var definitions = schema.RootElement.GetProperty("$defs");
        var properties = definitions.GetProperty("rule").GetProperty("properties");

        Assert.Equal(KebabName<DivergenceKind>.All, Texts(definitions.GetProperty("kind")));
        Assert.Equal(KebabName<RuleAction>.All, Texts(properties.GetProperty("action")));
        Assert.Equal(KebabName<RuleKind>.All, Texts(properties.GetProperty("kind")));
    }

    [Theory]
    [InlineData("status", """{"last_updated":"2026-11-22T20:56:12.847979"}""", """{"last_updated":"2026-11-22T20:56:13"}""", "")]
    [InlineData("status", """{"last_updated":"2026-11-22T20:56:12.847979"}""", """{"last_updated":"2026-11-22T20:56:13.1"}""", "value body /last_updated")]
    [InlineData("status", """{"message":"Connection error: argument of type 'int' is not iterable"}""", """{"message":"Connection error: the request body must be a JSON object"}""", "value body /message [Q12]")]
    [InlineData("status", """{"message":"Connection error: a"}""", """{"message":"Connection error: <class 'KeyError'>"}""", "value body /message")]
    [InlineData("status", """{"message":"Ready for new backup."}""", """{"message":"Ready for backup"}""", "value body /message [general-status]")]
    [InlineData("status", """{"message":"Ready for backup"}""", """{"message":"Ready for new backup."}""", "value body /message")]
    [InlineData("status", """{"message":"Ready for backup"}""", """{"message":"Ready"}""", "value body /message")]
    [InlineData("health", """{"system_metrics":{"cpu_usage_percent":100.0}}""", """{"system_metrics":{"cpu_usage_percent":4.3}}""", "")]
    [InlineData("health", """{"system_metrics":{"cpu_usage_percent":100.0}}""", """{"system_metrics":{"cpu_usage_percent":4}}""", "number-form body /system_metrics/cpu_usage_percent")]
    [InlineData("connect", """{"server_config":{"host":"h","x":1}}""", """{"server_config":{"host":"h"}}""", "missing body /server_config/x [Q9]")]
    [InlineData("connect", """{"server_config":{"host":"h"}}""", """{"server_config":{"host":"i"}}""", "value body /server_config/host")]
    [InlineData("connect", """{"error":"Connection error: a"}""", """{"error":"Connection error: internal error"}""", "value body /error [Q12]")]
    [InlineData("check_receipt", """{"size":1,"verified":null}""", """{"expected_hash":"ab","expected_size":1,"job_id":"job_1","size":1,"status":"verifying","verified":false}""",
        "type body /verified [Q23]; extra body /expected_hash [Q23]; extra body /expected_size [Q23]; extra body /job_id [Q23]; extra body /status [Q23]")]
    [InlineData("check_receipt", """{"filename":"a","verified":null}""", """{"filename":"a","verified":true,"size":1}""", "type body /verified [Q23]; extra body /size")]
    [InlineData("received_files", """{"files":[{"size":1,"verified":null}]}""", """{"files":[{"job_id":"job_1","size":2,"verified":false}]}""",
        "value body /files/0/size; type body /files/0/verified [Q23]; extra body /files/0/job_id [Q23]")]
    [InlineData("received_files", """{"files":[{"size":1}]}""", """{"files":[]}""", "missing body /files/0")]
    [InlineData("monitor_status", """{"active_jobs":1,"directory_size":1,"jobs_info":[{"job_id":"job_1","runtime":1.5}]}""", """{"active_jobs":0,"directory_size":2,"jobs_info":[]}""",
        "value body /active_jobs [Q24]; value body /directory_size; missing body /jobs_info/0 [Q24]")]
    [InlineData("monitor_status", """{"active_jobs":1,"jobs_info":[{"job_id":"job_1"}]}""", """{"active_jobs":1,"jobs_info":[{"job_id":"job_2"}]}""", "value body /jobs_info/0/job_id [Q24]")]
    public void Shipped_Rules_CoverWhatTheyAreNamedFor(string route, string legacy, string modern, string expected) =>
        Assert.Equal(expected, Found.In(Pairs.Json(legacy, modern) with { Route = route }, RulesFile.Load(RepositoryFile("rules.json"))));

    [Fact]
    public void Shipped_Q15_CoversABadRangeOnly()
    {
        var rules = RulesFile.Load(RepositoryFile("rules.json"));
        var pair = Pairs.Of(Pairs.Response("""{"error":"x"}""", 404), Pairs.Response("""{"a":1}""", 200, ("ETag", "\"1\""))) with { Route = "progress_config" };

        Assert.Equal(Outcome.Diverged, Found.Compare(pair, rules).Outcome);
        var ranged = pair with { RequestHeaders = Pairs.Request(null, ("Range", "bytes=9-1")).Headers };
        Assert.Equal(Outcome.OnPurpose, Found.Compare(ranged, rules).Outcome);
    }

    [Theory]
    [InlineData(500, "check_receipt", "Error checking file receipt: file name too long", true)]
    [InlineData(500, "check_receipt", "Error checking file receipt: /opt/cyberbackup", false)]
    [InlineData(200, "check_receipt", "Error checking file receipt: file name too long", false)]
    [InlineData(400, "received_files", "limit must be an integer", true)]
    [InlineData(400, "monitor_status", "limit must be an integer", false)]
    public void Shipped_RulesForStatuses_LookAtThem(int modernStatus, string route, string modern, bool onPurpose)
    {
        var legacy = modernStatus == 500 ? Pairs.Response("""{"error":"Error checking file receipt: [Errno 36] File name too long: '/x'"}""", 500) : Pairs.Response("""{"files":[]}""");
        var pair = Pairs.Of(legacy, Pairs.Response($$"""{"error":"{{modern}}"}""", modernStatus)) with { Route = route };

        Assert.Equal(onPurpose ? Outcome.OnPurpose : Outcome.Diverged, Found.Compare(pair, RulesFile.Load(RepositoryFile("rules.json"))).Outcome);
    }

    /// <summary>A byte outside ASCII in the target: the server refuses it before any module, without a body or a type.</summary>
    [Theory]
    [InlineData("check_receipt")]
    [InlineData("received_files")]
    public void Shipped_RuleForPaging_IsNotForTheServersOwnRefusal(string route)
    {
        var refusal = Pairs.Response("", 400) with { Headers = new Dictionary<string, Microsoft.Extensions.Primitives.StringValues> { ["Content-Length"] = "0", ["Connection"] = "close" } };
        var pair = Pairs.Of(Pairs.Response("""{"files":[]}"""), refusal) with { Route = route };

        Assert.Equal(Outcome.Diverged, Found.Compare(pair, RulesFile.Load(RepositoryFile("rules.json"))).Outcome);
    }

    private static IEnumerable<string?> Texts(JsonElement definition) => definition.GetProperty("enum").EnumerateArray().Select(value => value.GetString());

    private static string RepositoryFile(string name) => Path.Combine(RepositoryRoot.Path, name);

    private static RuleSet Parse(string text) => RulesFile.Parse(Encoding.UTF8.GetBytes(text), "rules.json");
}

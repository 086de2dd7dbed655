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
            "line 2, rulez: 'rulez' is not known here; did you mean 'rules'? Check its spelling or remove it; known are $schema, redact, rules",
            "line 4, rules[0] (\"a\").kind: must be one of volatile, on-purpose; it is \"sometimes\"",
            "line 5, rules[1] (\"b\").route: 'route' is missing: A route's name, a list of names, or \"*\" for all.",
            "line 5, rules[1] (\"b\").at: \"head Allow\" does not fit: Where, as reports show it: \"status\", \"reason\", \"header Allow\"",
            "line 5, rules[1] (\"b\").reason: \"\" does not fit: A text that is not empty.", "rules[2] (\"c\"): the action \"pattern\" needs either",
            "rules[3] (\"d\"): \"pattern\" is no usable", "rules[4] (\"e\"): \"pattern\" is no usable", "rules[5] (\"f\"): \"pattern\" goes with",
            "line 10, rules[6] (\"g\").route: must have 1 or more entries", "line 10, rules[6] (\"g\").expires: must be a day such as 2027-06-30; it is \"31.12.2026\"",
            "line 11, rules[7] (\"h\").divergence[0]: must be one of value, type, ",
            "line 12, rules[8] (\"i\").colour: 'colour' is not known here; check its spelling or remove it; known are name, kind, route, when, beside, at, ",
            "line 13, rules[9] (\"j\").when: must have one or more of request_header, modern_header, legacy_status, modern_status",
            "line 14, rules[10] (\"k\").when.legacy_status: must be 100 or more; it is 42",
            "line 17, rules[13]: must be an object", "\"l\" is the name of rules of both kinds",
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
            "line 2, redact.strict: must be true or false", "line 2, redact.hide: 'hide' is not known here", "line 2, redact.values[0].at: \"status\" does not fit: \"query <name>\"",
            "line 2, redact.values[1].why: 'why' is not known here", "line 2, redact.values[1].route: 'route' is missing", "line 2, redact.values[2]: must be an object", "line 2, redact.keep: must be a list",
            "rules[0] (\"a\"): \"key\" is missing", "rules[1] (\"b\"): the action \"tolerance\" needs either", "rules[2] (\"c\"): the action \"tolerance\" needs either",
            "line 7, rules[3] (\"d\").relative: must be 1 or less; it is 2", "rules[4] (\"e\"): \"modern_prefix\" is missing",
            "rules[5] (\"f\"): \"key\" goes with the action \"keyed\" only", "rules[6] (\"g\"): \"pattern\" is no usable regular expression: {guid} is no named pattern",
        ];
        Assert.All(expected, text => Assert.Contains(text, error.Message, StringComparison.Ordinal));
        Assert.Equal(expected.Length, error.Errors.Count);
    }

    [Theory]
    [InlineData("(abc", "Not enough )'s, after 4 characters")]
    [InlineData("a)|(b", "Too many )'s, after 2 characters")]
    [InlineData("job_{uuid}(", "Not enough )'s")]
    [InlineData("[a", "Unterminated [] set, after 2 characters")]
    [InlineData("(a)\\\\1", "Reference to undefined group number 1")]
    [InlineData("(?<x>a)\\\\k<x>", "it looks back or ahead, or repeats what it found, or is too large; write it without these")]
    [InlineData("(?=a)", "it looks back or ahead")]
    public void Parse_PatternThatIsNone_IsSaidInItsOwnWords(string pattern, string expected)
    {
        var error = Assert.Throws<InvalidRulesException>(() => Parse($$"""
            { "rules": [{ "name": "a", "kind": "volatile", "route": "*", "at": "body /x", "action": "pattern", "pattern": "{{pattern}}", "reason": "r" }] }
            """));

        var line = Assert.Single(error.Errors);
        Assert.Contains($"\"pattern\" is no usable regular expression: {expected}", line, StringComparison.Ordinal);
        Assert.DoesNotContain(@"\A", line, StringComparison.Ordinal);
        Assert.DoesNotContain("NonBacktracking", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{ \"rules\": 1 }")]
    [InlineData("{ \"rules\": [ }")]
    public void Parse_NoRulesFile_IsRefused(string text) => Assert.Throws<InvalidRulesException>(() => Parse(text));

    [Theory]
    [InlineData("\"route\": 7", "line 2, rules[0] (\"a\").route: must be a text")]
    [InlineData("\"route\": \"*\", \"divergence\": 7", "line 2, rules[0] (\"a\").divergence: must be one of value, ")]
    [InlineData("\"route\": \"*\", \"owner\": null", "line 2, rules[0] (\"a\").owner: must be a text")]
    [InlineData("\"route\": \"*\", \"expires\": \"2027-02-30\"", "line 2, rules[0] (\"a\").expires: must be a day such as 2027-06-30; it is \"2027-02-30\"")]
    [InlineData("\"route\": \"*\", \"when\": null", "line 2, rules[0] (\"a\").when: must be an object")]
    [InlineData("\"route\": \"*\", \"when\": { \"legacy_status\": [200, 600] }", "line 2, rules[0] (\"a\").when.legacy_status[1]: must be 599 or less; it is 600")]
    [InlineData("\"route\": \"*\", \"when\": { \"legacy_status\": 200.0 }", "line 2, rules[0] (\"a\").when.legacy_status: must be a whole number")]
    [InlineData("\"route\": \"*\", \"when\": { \"legacy_status\": 2e2 }", "line 2, rules[0] (\"a\").when.legacy_status: must be a whole number")]
    [InlineData("\"route\": \"*\", \"when\": { \"request_header\": 1 }", "line 2, rules[0] (\"a\").when.request_header: must be a text")]
    [InlineData("\"route\": \"*\", \"when\": { \"modern_header\": 1 }", "line 2, rules[0] (\"a\").when.modern_header: must be a text")]
    [InlineData("\"route\": \"*\", \"beside\": {}", "line 2, rules[0] (\"a\").beside: must have one or more of members, relations, rising, steps")]
    [InlineData("\"route\": \"*\", \"beside\": { \"relations\": [\"a < b\"] }", "line 2, rules[0] (\"a\"): \"beside.relations\": \"a < b\" is no relation; write \"done <= total\"")]
    [InlineData("\"route\": \"*\", \"beside\": { \"steps\": { \"by\": \"a\", \"order\": [\"(\"] } }", "line 2, rules[0] (\"a\"): \"beside.steps.order\" is no usable regular expression: ")]
    [InlineData("\"route\": \"*\", \"absolute\": 0", "line 2, rules[0] (\"a\").absolute: must be above 0; it is 0")]
    [InlineData("\"route\": \"*\", \"absolute\": -1e400", "line 2, rules[0] (\"a\").absolute: must be above 0; it is")]
    [InlineData("\"route\": \"*\", \"seconds\": \"2\"", "line 2, rules[0] (\"a\").seconds: must be a number")]
    [InlineData("\"route\": \"*\", \"seconds\": 99999999", "line 2, rules[0] (\"a\").seconds: must be 31622400 or less; it is 99999999")]
    [InlineData("\"route\": \"*\", \"reason\": \"again\"", "line 3, rules[0] (\"a\").reason: 'reason' stands in line 2 already; keep one")]
    [InlineData("\"route\": \"*\", \"owner\": \"\\ud800\"", "line 2, position 98: not valid JSON: Cannot read incomplete UTF-16")]
    public void Parse_OneFault_IsNamedOnceWithItsPlace(string members, string expected)
    {
        var error = Assert.Throws<InvalidRulesException>(() => Parse($$"""
            { "rules": [
              { "name": "a", "kind": "volatile", "at": "body /x", "action": "ignore", {{members}},
                "reason": "r" }
            ] }
            """));

        Assert.StartsWith(expected, Assert.Single(error.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.5", "")]
    [InlineData("1e300", "")]
    [InlineData("123456789012345678901234567890123456789012345678901234567890", "")]
    [InlineData("1e400", "line 1, rules[0] (\"a\"): \"absolute\" must be a number above 0, 1.7976931348623157E+308 at most")]
    public void Parse_LargeNumbers_AreTakenWhereADoubleHoldsThem(string absolute, string expected)
    {
        var text = $$"""{ "rules": [{ "name": "a", "kind": "volatile", "route": "*", "at": "body /x", "action": "tolerance", "absolute": {{absolute}}, "reason": "r" }] }""";

        var error = Record.Exception(() => Parse(text)) as InvalidRulesException;

        Assert.Equal(expected, string.Join("; ", error?.Errors ?? []));
    }

    [Fact]
    public void Parse_MarkAndCommentBeforeTheFirstBrace_AreAllowed() =>
        Assert.Single(RulesFile.Parse(
            Encoding.UTF8.GetPreamble().Concat("""
                // QA's
                { "rules": [{ "name": "a", "kind": "volatile", "route": "*", "at": "status", "action": "ignore", "reason": "r", "expires": "2027-06-30" },] }
                """u8.ToArray()).ToArray(), "rules.json").Rules);

    [Fact]
    public void Parse_CommentsTrailingCommasAndMark_AreAllowed() =>
        Assert.Empty(RulesFile.Parse(Encoding.UTF8.GetPreamble().Concat("{ /* none yet */ \"rules\": [], }"u8.ToArray()).ToArray(), "rules.json").Rules);

    [Theory]
    [InlineData("\"redact\": { \"values\": [{ \"route\": \"conect\", \"at\": \"body /a\" }] }", "line 2, redact.values[0].route: there is no route 'conect'; did you mean 'connect'? The routes are status, connect")]
    [InlineData("\"redact\": { \"strict\": true, \"keep\": [{ \"route\": [\"*\", \"Status\"], \"at\": \"body /a\" }] }", "line 2, redact.keep[0].route[1]: there is no route 'Status'; did you mean 'status'?")]
    [InlineData("\"redact\": { \"valuse\": [] }", "line 2, redact.valuse: 'valuse' is not known here; did you mean 'values'? Check its spelling or remove it; known are strict, values, keep, secrets")]
    [InlineData("\"redact\": { \"values\": [{ \"route\": \"*\", \"at\": \"header X(Y)\" }] }", "line 2, redact.values[0].at: \"header X(Y)\" does not fit")]
    [InlineData("\"redact\": { \"keep\": [{ \"route\": \"*\", \"at\": \"body\" }] }", "line 2, redact.keep: \"keep\" goes with")]
    public void Parse_UnknownNames_AreRefusedWithTheNearest(string redact, string expected) =>
        Assert.Contains(expected, Record.Exception(() => RulesFile.Parse(Encoding.UTF8.GetBytes($$"""
            {
              {{redact}}, "rules": [] }
            """), "rules.json", ["status", "connect"]))?.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"route\": \"statsu\", \"kind\": \"volatile\", \"action\": \"ignore\"", "line 3, rules[0] (\"a\").route: there is no route 'statsu'; did you mean 'status'?")]
    [InlineData("\"route\": [\"status\", \"nope\"], \"kind\": \"volatile\", \"action\": \"ignore\"", "line 3, rules[0] (\"a\").route[1]: there is no route 'nope'; the routes are status, connect")]
    [InlineData("\"route\": \"status\", \"kind\": \"volatile\", \"action\": \"range\", \"past\": true, \"since\": \"conect\"", "line 3, rules[0] (\"a\").since: there is no route 'conect'; did you mean 'connect'?")]
    [InlineData("\"route\": \"status\", \"kind\": \"volatile\", \"action\": \"ignore\", \"when\": { \"after\": { \"route\": \"conect\", \"request_body\": { \"/port\": \"1\" } } }", "line 3, rules[0] (\"a\").when.after.route: there is no route 'conect'; did you mean 'connect'?")]
    [InlineData("\"route\": \"status\", \"kind\": \"volatile\", \"action\": \"ignore\", \"when\": { \"answered\": { \"route\": \"conect\", \"by\": \"modern\" } }", "line 3, rules[0] (\"a\").when.answered.route: there is no route 'conect'; did you mean 'connect'?")]
    [InlineData("\"route\": \"status\", \"kind\": \"volatile\", \"action\": \"range\", \"min\": 1, \"since\": \"connect\"", "\"since\" goes with \"past\": true only")]
    [InlineData("\"route\": \"*\", \"kind\": \"volatile\", \"action\": \"same-as\", \"as\": \"asked\"", "needs the names of its routes")]
    [InlineData("\"route\": \"*\", \"kind\": \"volatil\", \"action\": \"ignore\"", "it is \"volatil\"; did you mean 'volatile'?")]
    [InlineData("\"route\": \"*\", \"kind\": \"volatile\", \"action\": \"ignor\"", "it is \"ignor\"; did you mean 'ignore'?")]
    [InlineData("\"route\": \"*\", \"kind\": \"volatile\", \"action\": \"ignore\", \"divergense\": \"value\"", "did you mean 'divergence'?")]
    [InlineData("\"route\": \"*\", \"kind\": \"volatile\", \"action\": \"ignore\", \"when\": { \"request_header\": \"Content Type\" }", "line 3, rules[0] (\"a\").when.request_header: \"Content Type\" does not fit: The name of a header")]
    public void Parse_UnknownNamesOfRules_AreRefusedWithTheNearest(string members, string expected) =>
        Assert.Contains(expected, Record.Exception(() => RulesFile.Parse(Encoding.UTF8.GetBytes($$"""
            {
              "rules": [
                { "name": "a", "at": "body /x", "reason": "r", {{members}} }] }
            """), "rules.json", ["status", "connect"]))?.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("// nothing")]
    [InlineData("{")]
    [InlineData("{ \"rules\": [")]
    [InlineData("{ \"rules\": [\"")]
    [InlineData("{ \"rules\": nul")]
    [InlineData("{ \"rules\" /")]
    [InlineData("\u0000")]
    public void Parse_NoJson_IsSaidWithoutTheReadersOwnWords(string text) =>
        Assert.DoesNotMatch(@"isFinalBlock|reader|System\.|Utf8", Assert.Throws<InvalidRulesException>(() => Parse(text)).Message);

    [Fact]
    public void Load_NoFile_SaysWhereItLooked()
    {
        var error = Assert.Throws<InvalidRulesException>(() => RulesFile.Load("no-such-rules.json"));
        Assert.Contains(Path.GetFullPath("no-such-rules.json"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithAMisspeltRoute_IsRefused()
    {
        var error = await Assert.ThrowsAsync<InvalidRulesException>(() => ShadowHost.StartAsync(
            _ => Task.CompletedTask, _ => null, rules: """{ "redact": { "values": [{ "route": "statsu", "at": "body /a" }] }, "rules": [] }"""));
        Assert.Contains("line 1, redact.values[0].route: there is no route 'statsu'; did you mean 'status'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithInvalidRules_IsRefused()
    {
        var error = await Assert.ThrowsAsync<InvalidRulesException>(() => ShadowHost.StartAsync(_ => Task.CompletedTask, _ => null, rules: """{ "rules": [7] }"""));
        Assert.Contains("rules[0]: must be an object", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_Enumerations_AreTheProgramsOwn()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(RepositoryFile("deploy/schemas/rules.schema.json")));
        var definitions = schema.RootElement.GetProperty("definitions");
        var properties = definitions.GetProperty("rule").GetProperty("properties");

        Assert.Equal(KebabName<DivergenceKind>.All, Texts(definitions.GetProperty("kind")));
        Assert.Equal(KebabName<RuleAction>.All, Texts(properties.GetProperty("action")));
        Assert.Equal(KebabName<RuleKind>.All, Texts(properties.GetProperty("kind")));
        Assert.Equal(KebabName<SameAs>.All, Texts(properties.GetProperty("as")));
    }

    [Theory]
    [InlineData("status", """{"last_updated":"2026-11-22T20:56:12.847979"}""", """{"last_updated":"2026-11-22T20:56:13"}""", "")]
    [InlineData("status", """{"last_updated":"2026-11-22T20:56:12.847979"}""", """{"last_updated":"2026-11-22T20:56:13.1"}""", "value body /last_updated")]
    [InlineData("status", """{"message":"Connection error: argument of type 'int' is not iterable"}""", """{"message":"Connection error: the request body must be a JSON object"}""", "value body /message [Q12]")]
    [InlineData("status", """{"message":"Connection error: a"}""", """{"message":"Connection error: <class 'KeyError'>"}""", "value body /message")]
    [InlineData("status", """{"message":"Ready for new backup."}""", """{"message":"Ready for backup"}""", "value body /message")]
    [InlineData("status", """{"message":"Ready for backup"}""", """{"message":"Ready for new backup."}""", "value body /message")]
    [InlineData("status", """{"message":"Ready for backup"}""", """{"message":"Ready"}""", "value body /message")]
    [InlineData("health", """{"system_metrics":{"cpu_usage_percent":100.0}}""", """{"system_metrics":{"cpu_usage_percent":4.3}}""", "")]
    [InlineData("health", """{"system_metrics":{"cpu_usage_percent":100.0}}""", """{"system_metrics":{"cpu_usage_percent":4}}""", "number-form body /system_metrics/cpu_usage_percent")]
    [InlineData("connect", """{"server_config":{"host":"h","x":1}}""", """{"server_config":{"host":"h"}}""", "missing body /server_config/x [Q9]")]
    [InlineData("connect", """{"server_config":{"host":"h"}}""", """{"server_config":{"host":"i"}}""", "value body /server_config/host")]
    [InlineData("connect", """{"error":"Connection error: a"}""", """{"error":"Connection error: internal error"}""", "value body /error")]
    [InlineData("check_receipt", """{"size":1,"verified":null}""", """{"expected_hash":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","expected_size":1,"job_id":"job_1763077997123456","size":1,"status":"verifying","verified":false}""",
        "type body /verified [Q23]; extra body /expected_hash [Q23]; extra body /expected_size [Q23]; extra body /job_id [Q23]; extra body /status [Q23]")]
    [InlineData("check_receipt", """{"filename":"a","verified":null}""", """{"filename":"a","size":1,"verified":true}""", "type body /verified; extra body /size")]
    [InlineData("received_files", """{"files":[{"size":1,"verified":null}]}""", """{"files":[{"job_id":"job_1763077997123456","size":2,"verified":false}]}""",
        "value body /files/0/size; type body /files/0/verified [Q23]; extra body /files/0/job_id [Q23]")]
    [InlineData("received_files", """{"files":[{"size":1}]}""", """{"files":[]}""", "missing body /files/0")]
    [InlineData("monitor_status", """{"active_jobs":1,"directory_size":1,"jobs_info":[{"expected_size":5,"filename":"a.txt","job_id":"job_1763077997123456","runtime":1.5,"start_time":1763077997.5,"status":"registered"}]}""", """{"active_jobs":0,"directory_size":2,"jobs_info":[]}""",
        "value body /active_jobs [Q24]; value body /directory_size; missing body /jobs_info/0 [Q24]")]
    [InlineData("monitor_status", """{"active_jobs":1,"jobs_info":[{"expected_size":5,"filename":"a.txt","job_id":"job_1763077997123456","runtime":1.5,"start_time":1763077997.5,"status":"registered"}]}""", """{"active_jobs":1,"jobs_info":[{"expected_size":5,"filename":"a.txt","job_id":"job_1763077997123457","runtime":1.5,"start_time":1763077997.5,"status":"registered"}]}""",
        "missing body /jobs_info/0 [Q24]; extra body /jobs_info/0 [Q24]")]
    public void Shipped_Rules_CoverWhatTheyAreNamedFor(string route, string legacy, string modern, string expected) =>
        Assert.Equal(expected, Found.In(Pairs.Json(legacy, modern) with { Route = route }, RulesFile.Load(RepositoryFile("rules.json"))));

    [Fact]
    public void Shipped_Q15_CoversABadRangeOnly()
    {
        var rules = RulesFile.Load(RepositoryFile("rules.json"));
        var pair = Pairs.Of(Pairs.Response("""{"error":"x"}""", 404), Pairs.Response("""{"a":1}""", 200, ("ETag", "\"1\""))) with { Route = "progress_config" };

        Assert.Equal(Outcome.Diverged, Found.Compare(pair, rules).Outcome);
        Assert.Equal(Outcome.OnPurpose, Found.Compare(Ranged("bytes=9-1"), rules).Outcome);
        Assert.Equal(Outcome.OnPurpose, Found.Compare(Ranged("bytes=7-"), rules).Outcome);
        Assert.Equal(Outcome.OnPurpose, Found.Compare(Ranged("bytes=0-1,3-4"), rules).Outcome);
        Assert.Equal(Outcome.OnPurpose, Found.Compare(Ranged("lines=0-1"), rules).Outcome);
        Assert.Equal(Outcome.Diverged, Found.Compare(Ranged("bytes=0-1"), rules).Outcome);
        Assert.Equal(Outcome.Diverged, Found.Compare(Ranged("bytes=-5"), rules).Outcome);
        Assert.Equal(Outcome.Diverged, Found.Compare(Ranged("bytes=6-"), rules).Outcome);

        ResponsePair Ranged(string range) => pair with { RequestHeaders = Pairs.Request(null, ("Range", range)).Headers };
    }

    [Theory]
    [InlineData(500, "check_receipt", "Error checking file receipt: file name too long", true)]
    [InlineData(500, "check_receipt", "Error checking file receipt: /opt/cyberbackup", false)]
    [InlineData(200, "check_receipt", "Error checking file receipt: file name too long", false)]
    [InlineData(400, "received_files", "limit must be an integer from 0 to 9", true)]
    [InlineData(400, "received_files", "limit must be an integer", false)]
    [InlineData(400, "received_files", "offset must be an integer from 0 to 9", false)]
    [InlineData(400, "monitor_status", "limit must be an integer from 0 to 9", false)]
    public void Shipped_RulesForStatuses_LookAtThem(int modernStatus, string route, string modern, bool onPurpose)
    {
        var legacy = modernStatus == 500 ? Pairs.Response("""{"error":"Error checking file receipt: [Errno 36] File name too long: '/x'","success":false}""", 500) : Pairs.Response("""{"files":[]}""");
        var pair = Pairs.Of(legacy, Pairs.Response($$"""{"error":"{{modern}}","success":false}""", modernStatus)) with { Route = route, Target = "/api/x?limit=abc" };

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

using System.Text;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Tests.Compare;

namespace Strangler.ShadowDiff.Tests.Rules;

public sealed class RuleTests
{
    [Theory]
    [InlineData("""{"at":"body /a","action":"ignore"}""", """{"a":1}""", """{"a":"x"}""", "")]
    [InlineData("""{"at":"body /a","action":"ignore","divergence":"value"}""", """{"a":1}""", """{"a":"x"}""", "type body /a")]
    [InlineData("""{"at":"body /a","action":"ignore","divergence":["type","value"]}""", """{"a":1}""", """{"a":"x"}""", "")]
    [InlineData("""{"at":"body /b","action":"ignore"}""", """{"a":1}""", """{"a":2}""", "value body /a")]
    [InlineData("""{"at":"body /*","action":"ignore"}""", """{"a":1,"b":{"c":1}}""", """{"a":2,"b":{"c":2}}""", "value body /b/c")]
    [InlineData("""{"at":"body /**","action":"ignore"}""", """{"a":1,"b":{"c":1}}""", """{"a":2,"b":{"c":2}}""", "")]
    [InlineData("""{"at":"body /**/c","action":"ignore"}""", """{"c":1,"b":{"c":1}}""", """{"c":2,"b":{"c":2}}""", "")]
    [InlineData("""{"at":"body /~2","action":"ignore"}""", """{"*":1,"b":1}""", """{"*":2,"b":2}""", "value body /b")]
    [InlineData("""{"at":"body /a","action":"type-only"}""", """{"a":1}""", """{"a":2}""", "")]
    [InlineData("""{"at":"body /a","action":"type-only"}""", """{"a":1}""", """{"a":"2"}""", "type body /a")]
    [InlineData("""{"at":"body /a","action":"type-only"}""", """{"a":4.0}""", """{"a":7}""", "number-form body /a")]
    [InlineData("""{"at":"body /a","action":"type-only"}""", """{"a":1}""", "{}", "missing body /a")]
    [InlineData("""{"at":"body /a","action":"set"}""", """{"a":[1,2]}""", """{"a":[2,1]}""", "")]
    [InlineData("""{"at":"body /a","action":"set"}""", """{"a":[1,2,3]}""", """{"a":[3,1]}""", "missing body /a/0")]
    [InlineData("""{"at":"body /a","action":"set"}""", """{"a":[1,2,3]}""", """{"a":[3,1,9]}""", "value body /a/0")]
    [InlineData("""{"at":"body /b","action":"set"}""", """{"a":[1,2]}""", """{"a":[2,1]}""", "order body /a")]
    [InlineData("""{"at":"body /a","action":"pattern","pattern":"\\d+s"}""", """{"a":"12s"}""", """{"a":"3s"}""", "")]
    [InlineData("""{"at":"body /a","action":"pattern","pattern":"\\d+s"}""", """{"a":"12s"}""", """{"a":"3s "}""", "value body /a")]
    [InlineData("""{"at":"body /a","action":"pattern","pattern":"\\d+s"}""", """{"a":"12s"}""", """{"a":"3"}""", "value body /a")]
    [InlineData("""{"at":"body /a","action":"pattern","pattern":"\\d+s"}""", """{"a":"12s"}""", """{"a":"3s\\n"}""", "value body /a")]
    [InlineData("""{"at":"body /a","action":"pattern","legacy_pattern":"x.*"}""", """{"a":"x1"}""", """{"a":"y"}""", "")]
    [InlineData("""{"at":"body /a","action":"pattern","legacy_pattern":"x.*"}""", """{"a":"y"}""", """{"a":"x1"}""", "value body /a")]
    [InlineData("""{"at":"body /a","action":"pattern","legacy_pattern":"x","modern_pattern":"y"}""", """{"a":"x"}""", """{"a":"y"}""", "")]
    [InlineData("""{"at":"body /a","action":"pattern","legacy_pattern":"x","modern_pattern":"z"}""", """{"a":"x"}""", """{"a":"y"}""", "value body /a")]
    [InlineData("""{"at":"body /a","action":"pattern","pattern":"job_{uuid}"}""", """{"a":"job_0b9f3f0e-7f0c-4b3e-9a55-0a4d1f3c2b1a"}""", """{"a":"job_1b9f3f0e-7f0c-4b3e-9a55-0a4d1f3c2b1a"}""", "")]
    [InlineData("""{"at":"body /a","action":"pattern","pattern":"job_{uuid}"}""", """{"a":"job_0b9f3f0e-7f0c-4b3e-9a55-0a4d1f3c2b1a"}""", """{"a":"job_12"}""", "value body /a")]
    [InlineData("""{"at":"body /a","action":"pattern","pattern":"{timestamp}|\\p{L}\\{x\\}"}""", """{"a":"2026-11-23T10:00:00.123"}""", """{"a":"2026-11-23 10:00:00Z"}""", "")]
    [InlineData("""{"at":"body /a","action":"tolerance","absolute":2}""", """{"a":10}""", """{"a":12}""", "")]
    [InlineData("""{"at":"body /a","action":"tolerance","absolute":2}""", """{"a":10}""", """{"a":12.5}""", "value body /a; number-form body /a")]
    [InlineData("""{"at":"body /a","action":"tolerance","relative":0.1}""", """{"a":1000.0}""", """{"a":1100.5}""", "")]
    [InlineData("""{"at":"body /a","action":"tolerance","relative":0.1}""", """{"a":-10}""", """{"a":10}""", "value body /a")]
    [InlineData("""{"at":"body /a","action":"tolerance","absolute":1,"relative":0.1}""", """{"a":100}""", """{"a":109}""", "")]
    [InlineData("""{"at":"body /a","action":"tolerance","absolute":5}""", """{"a":"10"}""", """{"a":"x"}""", "value body /a")]
    [InlineData("""{"at":"body /a","action":"tolerance","seconds":2}""", """{"a":"2026-11-23T10:00:00.5"}""", """{"a":"2026-11-23T10:00:02"}""", "")]
    [InlineData("""{"at":"body /a","action":"tolerance","seconds":2}""", """{"a":"2026-11-23T10:00:00"}""", """{"a":"2026-11-23T10:00:02.1"}""", "value body /a")]
    [InlineData("""{"at":"body /a","action":"tolerance","seconds":2}""", """{"a":"2026-11-23T10:00:00Z"}""", """{"a":"2026-11-23T12:00:01+02:00"}""", "")]
    [InlineData("""{"at":"body /a","action":"tolerance","seconds":2}""", """{"a":"2026-11-23T10:00:00"}""", """{"a":"2026-11-23T10:00:00Z"}""", "value body /a")]
    [InlineData("""{"at":"body /a","action":"keyed","key":"id"}""", """{"a":[{"id":1,"v":1},{"id":2,"v":2}]}""", """{"a":[{"id":2,"v":2},{"id":1,"v":1}]}""", "")]
    [InlineData("""{"at":"body /a","action":"keyed","key":"id"}""", """{"a":[{"id":1,"v":1},{"id":2,"v":2}]}""", """{"a":[{"id":2,"v":9},{"id":1,"v":1}]}""", "value body /a/1/v")]
    [InlineData("""{"at":"body /a","action":"keyed","key":"id"}""", """{"a":[{"id":1,"v":1},{"id":2,"v":2}]}""", """{"a":[{"id":3,"v":1},{"id":1,"v":1}]}""", "missing body /a/1; extra body /a/0")]
    [InlineData("""{"at":"body /a","action":"keyed","key":"id"}""", """{"a":[{"id":1},7,{"id":1,"v":2}]}""", """{"a":[7,{"id":1},{"id":1,"v":2}]}""", "")]
    [InlineData("""{"at":"body /a","action":"mapped","legacy_prefix":"C:\\old","modern_prefix":"/srv/new"}""", """{"a":"no C:\\old\\x: C:\\old"}""", """{"a":"no /srv/new\\x: /srv/new"}""", "")]
    [InlineData("""{"at":"body /a","action":"mapped","legacy_prefix":"/old","modern_prefix":"/new"}""", """{"a":"/old/x"}""", """{"a":"/new/y"}""", "value body /a")]
    [InlineData("""{"at":"body /a","action":"mapped","legacy_prefix":"/old","modern_prefix":"/new"}""", """{"a":"/new/x"}""", """{"a":"/old/x"}""", "value body /a")]
    [InlineData("""{"at":"**","action":"ignore","when":{"legacy_status":[404,200],"modern_status":200}}""", """{"a":1}""", """{"a":2}""", "")]
    [InlineData("""{"at":"**","action":"ignore","when":{"legacy_status":200,"modern_status":200}}""", """{"a":1}""", """{"a":2}""", "")]
    [InlineData("""{"at":"**","action":"ignore","when":{"legacy_status":404}}""", """{"a":1}""", """{"a":2}""", "value body /a")]
    [InlineData("""{"at":"**","action":"ignore","when":{"request_header":"Range"}}""", """{"a":1}""", """{"a":2}""", "value body /a")]
    [InlineData("""{"at":"body /a","action":"ignore","route":"health"}""", """{"a":1}""", """{"a":2}""", "value body /a")]
    [InlineData("""{"at":"body /a","action":"ignore","route":["health","status"]}""", """{"a":1}""", """{"a":2}""", "")]
    public void Volatile_EachAction_CoversItsScopeOnly(string rule, string legacy, string modern, string expected) =>
        Assert.Equal(expected, Found.In(Pairs.Json(legacy, modern), Rule(rule)));

    [Fact]
    public void Volatile_Covered_IsAMatchThatSaysWhatWasSuppressed()
    {
        var comparison = Found.Compare(Pairs.Json("""{"a":1}""", """{"a":2}"""), Rule("""{"at":"body /a","action":"ignore"}"""));
        Assert.Equal(Outcome.Match, comparison.Outcome);
        Assert.Equal(["r"], comparison.Suppressed);
    }

    [Fact]
    public void OnPurpose_Covered_IsNeitherMatchNorOpen()
    {
        var rules = Rule("""{"name":"Q9","kind":"on-purpose","at":"body /server_config/*","action":"ignore"}""");
        var comparison = Found.Compare(Pairs.Json("""{"server_config":{"a":1,"b":2}}""", """{"server_config":{}}"""), rules);

        Assert.Equal(Outcome.OnPurpose, comparison.Outcome);
        var divergence = Assert.Single(comparison.Divergences);
        Assert.Equal(("Q9", "body /server_config/*"), (divergence.OnPurpose, divergence.At));
    }

    [Fact]
    public void OnPurpose_BesideAnOpenOne_IsDiverged()
    {
        var rules = Rule("""{"name":"Q9","kind":"on-purpose","at":"body /a","action":"ignore"}""");
        Assert.Equal(Outcome.Diverged, Found.Compare(Pairs.Json("""{"a":1,"b":1}""", """{"a":2,"b":2}"""), rules).Outcome);
    }

    [Fact]
    public void OnPurpose_AtThePlaceOfAnOpenOne_IsAnotherDivergence()
    {
        var rules = Rule("""{"name":"Q9","kind":"on-purpose","at":"body /a","action":"pattern","modern_pattern":"meant"}""");
        var meant = Assert.Single(Found.Compare(Pairs.Json("""{"a":"x"}""", """{"a":"meant"}"""), rules).Divergences);
        var open = Assert.Single(Found.Compare(Pairs.Json("""{"a":"x"}""", """{"a":"wrong"}"""), rules).Divergences);

        Assert.Equal(("Q9", null), (meant.OnPurpose, open.OnPurpose));
        Assert.NotEqual(meant.Fingerprint, open.Fingerprint);
    }

    [Fact]
    public void OnPurpose_AndVolatileOnTheSamePlace_IsShown()
    {
        var rules = Parse("""
            { "name": "a", "kind": "volatile", "route": "*", "at": "body /a", "action": "ignore", "reason": "r" },
            { "name": "Q1", "kind": "on-purpose", "route": "*", "at": "body /a", "action": "ignore", "reason": "r" }
            """);
        Assert.Equal("value body /a [Q1]", Found.In(Pairs.Json("""{"a":1}""", """{"a":2}"""), rules));
    }

    [Fact]
    public void Expires_TheDayAfter_StopsWorkingAndIsNamed()
    {
        var rules = Rule("""{"at":"body /a","action":"ignore","expires":"2026-11-23"}""");
        var pair = Pairs.Json("""{"a":1}""", """{"a":2}""");

        Assert.Equal(Outcome.Match, ResponseComparer.Compare(pair, rules, new(2026, 11, 23)).Outcome);
        Assert.Equal(Outcome.Diverged, ResponseComparer.Compare(pair, rules, new(2026, 11, 24)).Outcome);
        Assert.Empty(rules.Expired(new(2026, 11, 23)));
        Assert.Equal("r", Assert.Single(rules.Expired(new(2026, 11, 24))).Name);
    }

    private static RuleSet Rule(string json) => Parse(Complete(json));

    /// <summary>Adds what every rule needs and the test does not care about.</summary>
    private static string Complete(string json)
    {
        foreach (var (member, value) in new[] { ("name", "r"), ("kind", "volatile"), ("route", "*"), ("reason", "because") })
            json = json.Contains($"\"{member}\":", StringComparison.Ordinal) ? json : json.Insert(1, $"\"{member}\":\"{value}\",");

        return json;
    }

    private static RuleSet Parse(string rules) => RulesFile.Parse(Encoding.UTF8.GetBytes($$"""{ "rules": [{{rules}}] }"""), "rules.json");
}

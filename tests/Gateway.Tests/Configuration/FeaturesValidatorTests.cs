using System.Text;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Routing;
using Yarp.ReverseProxy.Configuration;

namespace Strangler.Gateway.Tests.Configuration;

public sealed class FeaturesValidatorTests
{
    private const string Variants = """ "variants": [{ "name": "legacy" }, { "name": "shadow" }, { "name": "live" }, { "name": "complete" }] """;

    private static IReadOnlyList<string> Validate(params string[] flags) => Validate(usersAreAddresses: true, flags);

    private static IReadOnlyList<string> Validate(bool usersAreAddresses, params string[] flags)
    {
        var routes = new RouteTable(() => [new RouteConfig { RouteId = "status" }, new RouteConfig { RouteId = "perf" }]);
        return new FeaturesValidator("features.json", () => routes) { UsersAreAddresses = usersAreAddresses }.Validate(Encoding.UTF8.GetBytes(
            $$"""{ "feature_management": { "feature_flags": [ {{string.Join(",\n", flags)}} ] } }"""));
    }

    private static string Flag(string route, string stage) =>
        $$"""{ "id": "cutover.{{route}}", "enabled": true, {{Variants}}, "allocation": { "default_when_enabled": "{{stage}}", "default_when_disabled": "legacy" } }""";

    [Fact]
    public void Validate_GoodText_IsEmpty() =>
        Assert.Empty(Validate("""{ "id": "legacy-only", "enabled": true }""", Flag("status", "legacy"), Flag("perf", "legacy")));

    [Fact]
    public void Validate_ManyErrors_ListsEachWithItsPlace()
    {
        var errors = Validate(Flag("status", "canry"), Flag("nope", "legacy"), Flag("perf", "live"), Flag("perf", "legacy"), """{ "id": "legacy-only", "enabled": "yes" }""");

        Assert.Collection(
            errors,
            error => Assert.Equal("features.json line 1, feature_management.feature_flags[0].allocation.default_when_enabled: must be one of legacy, shadow, canary, live, complete; it is \"canry\"; did you mean 'canary'?", error),
            error => Assert.Equal("features.json line 5, feature_management.feature_flags[4].enabled: must be true or false", error),
            error => Assert.StartsWith("features.json: the flag 'cutover.perf' stands there 2 times", error, StringComparison.Ordinal),
            error => Assert.StartsWith("features.json: the flag 'cutover.nope' names no route of yarp.json; the routes are perf, status", error, StringComparison.Ordinal),
            error => Assert.StartsWith("features.json: the route 'perf' cannot be at live: it has no C# module yet", error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("user", "users", 10_000)]
    [InlineData("group", "groups", 1_000)]
    public void Validate_MoreNamesThanAFlagMayHave_IsRefused(string member, string names, int most)
    {
        string With(int count)
        {
            var list = string.Join(',', Enumerable.Range(0, count).Select(number => $"\"10.{number >> 8}.{number & 255}.0/24\""));
            return Flag("status", "legacy").Replace("\"default_when_disabled\"", $"\"{member}\": [{{ \"variant\": \"live\", \"{names}\": [{list}] }}], \"default_when_disabled\"", StringComparison.Ordinal);
        }

        Assert.Empty(Validate(With(most)));
        Assert.EndsWith($"allocation.{member}[0].{names}: must have {most} entries or fewer", Assert.Single(Validate(With(most + 1))), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_MembersThatStandTwice_AreNamedWithTheirLine() => Assert.Equal(
        [
            "features.json line 1, feature_management.feature_flags[0].enabled: 'enabled' stands in line 1 already; keep one",
            "features.json line 2, feature_management.feature_flags[1].allocation.default_when_enabled: 'default_when_enabled' stands in line 2 already; keep one",
        ],
        Validate(
            """{ "id": "legacy-only", "enabled": true, "enabled": false }""",
            Flag("perf", "legacy").Replace("\"default_when_disabled\"", "\"default_when_enabled\": \"legacy\", \"default_when_disabled\"", StringComparison.Ordinal)));

    [Fact]
    public void Validate_MarkAndCommentBeforeTheFirstBrace_AreAllowed() =>
        Assert.Empty(new FeaturesValidator("features.json", () => null).Validate(Encoding.UTF8.GetBytes(
            "\uFEFF// the operator's\n{ \"feature_management\": { \"feature_flags\": [ { \"id\": \"legacy-only\", \"enabled\": true }, ] } }")));

    [Theory]
    [InlineData("", "line 1, position 1")]
    [InlineData("{", "line 1, position 2")]
    [InlineData("[1,]x", "line 1, position 5")]
    public void Validate_NoJson_SaysSoAndWhere(string text, string place) =>
        Assert.StartsWith($"features.json {place}: not valid JSON: ", Assert.Single(new FeaturesValidator("features.json", () => null).Validate(Encoding.UTF8.GetBytes(text))), StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", "'feature_management' is missing")]
    [InlineData("{ \"feature_management\":\n 99999999999999999999999999999999999999999999 }", "line 2, feature_management: must be ")]
    [InlineData("""{ "feature_management": { "feature_flags": [ 5 ] } }""", "feature_flags[0]")]
    [InlineData("""{ "feature_management": { "feature_flags": [ { "id": "cutover.Status", "enabled": true } ] } }""", "feature_flags[0]")]
    public void Validate_OddShapes_AreNamed(string text, string part) =>
        Assert.Contains(new FeaturesValidator("features.json", () => null).Validate(Encoding.UTF8.GetBytes(text)), error => error.Contains(part, StringComparison.Ordinal));

    [Theory]
    [InlineData("", "the flag 'cutover.status' is at canary, which its variants do not name; add { \"name\": \"canary\" } to them")]
    [InlineData("", "the flag 'cutover.status' is at canary without a percentage; add \"percentile\": [{ \"variant\": \"live\", \"from\": 0, \"to\": 5 }] to its allocation, with a number from 0.01 to 99.99 with at most two decimals")]
    [InlineData("\"percentile\": [{ \"variant\": \"live\", \"from\": 0, \"to\": 5.001 }],", "the flag 'cutover.status' is at canary with the percentage 5.001; give a number from 0.01 to 99.99 with at most two decimals")]
    [InlineData("\"percentile\": [{ \"variant\": \"live\", \"from\": 0, \"to\": 5.00000000000000000000000000000000001 }],", "the flag 'cutover.status' is at canary with the percentage 5.000")]
    [InlineData("\"percentile\": [{ \"variant\": \"live\", \"from\": 0, \"to\": 100 }],", "feature_flags[0].allocation.percentile[0].to: must be 99.99 or less; it is 100")]
    [InlineData("\"percentile\": [{ \"variant\": \"complete\", \"from\": 0, \"to\": 5 }],", "feature_flags[0].allocation.percentile[0].variant: must be live; it is \"complete\"")]
    [InlineData("\"percentile\": [{ \"variant\": \"live\", \"from\": 1, \"to\": 5 }],", "feature_flags[0].allocation.percentile[0].from: must be 0; it is 1")]
    [InlineData("\"percentile\": [{ \"variant\": \"live\", \"from\": 5, \"to\": 5 }],", "from: must be 0; it is 5", true)]
    [InlineData("\"group\": [{ \"variant\": \"live\", \"groups\": [\"night\"] }],", "the flag 'cutover.status' has the group 'night'; a group is a network of clients, such as 10.1.0.0/16")]
    [InlineData("\"group\": [{ \"variant\": \"live\", \"groups\": [\"10.0.0.1/8\"] }],", "has the group '10.0.0.1/8'; a group is a network of clients, such as 10.0.0.0/8", true)]
    [InlineData("\"group\": [{ \"variant\": \"live\", \"groups\": [\"2001:DB8:0::1/33\"] }],", "a group is a network of clients, such as 2001:db8::/33", true)]
    [InlineData("\"group\": [{ \"variant\": \"live\", \"groups\": [\"010.0.0.0/8\"] }],", "a group is a network of clients, such as 10.1.0.0/16", true)]
    [InlineData("\"user\": [{ \"variant\": \"live\", \"users\": [\" 10.0.0.1 \"] }],", "has the user ' 10.0.0.1 ', which is no client's name: by Gateway:CanaryBy that is its address, such as 10.0.0.1", true)]
    [InlineData("\"user\": [{ \"variant\": \"live\", \"users\": [\"010.0.0.1\"] }],", "has the user '010.0.0.1', which is no client's name: by Gateway:CanaryBy that is its address, such as 10.1.0.7", true)]
    public void Validate_CanaryThatIsNone_SaysWhatItNeeds(string allocation, string part, bool isAtTheEnd = false) =>
        Assert.Contains(
            Validate(Flag("status", "canary").Replace("\"default_when_enabled\"", allocation + "\"default_when_enabled\"", StringComparison.Ordinal)),
            error => isAtTheEnd ? error.EndsWith(part, StringComparison.Ordinal) : error.Contains(part, StringComparison.Ordinal));

    [Theory]
    [InlineData("\"user\": [{ \"variant\": \"live\", \"users\": [\"10.0.0.1\", \"2001:db8::1\"] }],", true)]
    [InlineData("\"user\": [{ \"variant\": \"live\", \"users\": [\"ana\"] }],", false)]
    [InlineData("\"group\": [{ \"variant\": \"live\", \"groups\": [\"10.0.0.0/8\", \"2001:DB8::/32\"] }],", true)]
    public void Validate_CanarysClients_MayBeNamed(string allocation, bool usersAreAddresses) => Assert.DoesNotContain(
        Validate(usersAreAddresses, Flag("status", "canary").Replace("\"default_when_enabled\"", allocation + "\"default_when_enabled\"", StringComparison.Ordinal)),
        error => error.Contains("has the ", StringComparison.Ordinal));

    [Fact]
    public void Validate_WhatIsSaidOfACanary_MayStayAtAnotherStage() => Assert.Empty(Validate(Flag("status", "legacy").Replace(
        "\"default_when_enabled\"",
        "\"seed\": \"a\", \"user\": [{ \"variant\": \"live\", \"users\": [\"ana\"] }], \"percentile\": [{ \"variant\": \"live\", \"from\": 0, \"to\": 5 }], \"default_when_enabled\"",
        StringComparison.Ordinal)));
}

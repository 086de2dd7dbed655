using System.Net;
using System.Text;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Tests.Management;

/// <summary>What goes into the audit is a person's, in one line; and numbers are taken as they are written.</summary>
public sealed class AuditedBodyTests(QueryArgumentsTests.Plain plain) : IClassFixture<QueryArgumentsTests.Plain>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ProgramNames.Features)]
    [InlineData(" Features.JSON ")]
    [InlineData("yarp.json")]
    [InlineData("shadow-diff")]
    [InlineData("Shadow-Diff\u00a0")]
    [InlineData("shadow\u2010diff")]
    [InlineData("shadow\u2212diff")]
    [InlineData("\uff46eatures.json")]
    [InlineData("features\u2024json")]
    [InlineData("\ud835\udc20ateway")]
    public async Task Name_OfTheProgram_IsRefused(string who)
    {
        Assert.Equal((HttpStatusCode.BadRequest, true), await SendAsync("/api/rollback", $$"""{"who":"{{who}}","reason":"x"}""", "under which the gateway itself writes into the audit"));
        Assert.Equal((HttpStatusCode.BadRequest, true), await SendAsync("/api/trial/stop", $$"""{"who":"{{who}}","reason":"x"}""", "under which the gateway itself writes into the audit"));
        Assert.Equal((HttpStatusCode.BadRequest, true), await SendAsync("/api/divergences/0123456789abcdef/accept", $$"""{"who":"ana","second":"{{who}}","expires":"2027-01-31","reason":"x"}""", "'second' is"));
    }

    /// <summary>A script's variable that was not set must not move every route.</summary>
    [Fact]
    public async Task Rollback_OfNull_IsRefused() =>
        Assert.Equal((HttpStatusCode.BadRequest, true), await SendAsync("/api/rollback", """{"route":null,"who":"ana","reason":"x"}""", "leave it out"));

    [Fact]
    public void Name_LikeTheProgramsIsAPersons() => Assert.False(ProgramNames.Has("shadow-diff team"));

    [Theory]
    [InlineData("a\\nb", "a line's end")]
    [InlineData("a\\tb", "a tab")]
    [InlineData("a\\rb", "the character U+000D")]
    [InlineData("a\\u001bb", "the character U+001B")]
    [InlineData("a\\u2028b", "the character U+2028")]
    public async Task Text_OfSeveralLines_IsRefused(string text, string fault)
    {
        Assert.Equal((HttpStatusCode.BadRequest, true), await SendAsync("/api/rollback", $$"""{"who":"ana","reason":"{{text}}"}""", $"'reason' holds {fault}"));
        Assert.Equal((HttpStatusCode.BadRequest, true), await SendAsync("/api/rollback", $$"""{"who":"{{text}}","reason":"x"}""", $"'who' holds {fault}"));
    }

    [Theory]
    [InlineData("0.0100000000000000000000000000000000001", "percentage: must be a number that is not too large, in 28 characters at most")]
    [InlineData("1e400", "percentage: must be a number that is not too large")]
    [InlineData("\"5\"", "percentage: must be a number.")]
    [InlineData("5.001", "5.001 is no percentage of a canary")]
    public async Task Percentage_IsTakenAsItIsWritten(string percentage, string said) => Assert.Equal(
        (HttpStatusCode.BadRequest, true), await SendAsync("/api/routes/status/stage", $$"""{"stage":"canary","percentage":{{percentage}},"who":"ana","reason":"x"}""", said));

    /// <summary>The answer's status, and whether this is said in it.</summary>
    private async Task<(HttpStatusCode Status, bool IsSaid)> SendAsync(string address, string body, string said)
    {
        using var client = plain.Gateway.Management;
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(address, content, Token);
        return (answer.StatusCode, (await answer.Content.ReadAsStringAsync(Token)).Contains(said, StringComparison.Ordinal));
    }
}

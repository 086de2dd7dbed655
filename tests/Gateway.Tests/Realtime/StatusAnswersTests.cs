using System.Text;
using Microsoft.Extensions.Time.Testing;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Realtime;
using Strangler.Gateway.Realtime.Relay;
using Strangler.Gateway.Tests.Jobs;

namespace Strangler.Gateway.Tests.Realtime;

/// <summary>Contract 9.4.</summary>
public sealed class StatusAnswersTests
{
    private readonly StatusAnswers _answers;

    public StatusAnswersTests()
    {
        var jobs = new FakeJobs();
        jobs.Owned["job_1"] = "{\"phase\":\"RUNNING\"}\n"u8.ToArray();
        _answers = new StatusAnswers(jobs, new NoticeShadow(new CutoverState(), null!, new LegacyHearing()), new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddSeconds(1795382220.25)));
    }

    [Theory]
    [InlineData("42[\"request_status\",{\"job_id\":\"job_1\"}]")]
    [InlineData("42[ \"request_status\" , {\"x\":[],\"job_id\":\"job\\u005f1\"} ]")]
    public void To_ARequestForAnOwnedJob_IsItsStatus(string packet) =>
        Assert.Equal(
            [Frames.Server("42[\"status_response\",{\"status\":{\"phase\":\"RUNNING\"},\"job_id\":\"job_1\",\"timestamp\":1795382220.25}]")],
            _answers.To(Encoding.UTF8.GetBytes(packet)));

    [Fact]
    public void To_ARequestThatWantsToBeAcknowledged_IsAcknowledgedAfterIt() =>
        Assert.Equal(Frames.Server("4317[]"), _answers.To("4217[\"request_status\",{\"job_id\":\"job_1\"}]"u8.ToArray())![1]);

    [Theory]
    [InlineData("42[\"request_status\",{\"job_id\":\"job_2\"}]")]
    [InlineData("42[\"request_status\",{\"job_id\":1}]")]
    [InlineData("42[\"request_status\",{}]")]
    [InlineData("42[\"request_status\",null]")]
    [InlineData("42[\"request_status\",\"job_1\"]")]
    [InlineData("42[\"request_status\"]")]
    [InlineData("42[\"request_status\",{\"job_id\":\"job_1\"},1]")]
    [InlineData("42[\"ping\",{\"job_id\":\"job_1\"}]")]
    [InlineData("42[\"request_status\",{\"job_id\":\"job_1\"}")]
    [InlineData("42[\"\\ud800\",{\"job_id\":\"\\ud800\"}]")]
    [InlineData("42[\"request_status\",{\"job_id\":\"\\ud800\"}]")]
    [InlineData("42/x,[\"request_status\",{\"job_id\":\"job_1\"}]")]
    [InlineData("43[\"request_status\",{\"job_id\":\"job_1\"}]")]
    [InlineData("42{}")]
    [InlineData("42")]
    [InlineData("")]
    public void To_EverythingElse_IsLegacys(string packet) => Assert.Null(_answers.To(Encoding.UTF8.GetBytes(packet)));
}

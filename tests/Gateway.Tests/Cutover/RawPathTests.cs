using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Tests.Cutover;

public sealed class RawPathTests
{
    [Theory]
    [InlineData("/api/status")]
    [InlineData("/api/status?x=1")]
    [InlineData("/api/%73tatus")]
    [InlineData("/api%2Fstatus")]
    [InlineData("http://any.host/api/status")]
    [InlineData("http://any.host:80/api/status?x=/")]
    public void Matches_WhatFlaskRoutesToTheRule(string rawTarget) => Assert.True(RawPath.Matches(rawTarget, "/api/status"));

    [Theory]
    [InlineData("/api/status/")]
    [InlineData("/API/STATUS")]
    [InlineData("/api//status")]
    [InlineData("/api/status;x=1")]
    [InlineData("/x/../api/status")]
    [InlineData("/api/./status")]
    [InlineData("/api/%2e/status")]
    [InlineData("/api/statusx")]
    [InlineData("/api")]
    [InlineData("*")]
    [InlineData("http://any.host")]
    public void Matches_WhatFlaskGivesToItsCatchAll_IsNoMatch(string rawTarget) => Assert.False(RawPath.Matches(rawTarget, "/api/status"));
}

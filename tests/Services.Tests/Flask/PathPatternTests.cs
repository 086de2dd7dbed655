using Strangler.Services.Flask;

namespace Strangler.Services.Tests.Flask;

public sealed class PathPatternTests
{
    [Theory]
    [InlineData("/api/status", "/api/status")]
    [InlineData("/api/perf/{job_id}", "/api/perf/a")]
    [InlineData("/api/perf/{job_id}", "/api/perf/..")]
    [InlineData("/api/perf/{job_id}", "/api/perf/a;b \n?#%2F")]
    [InlineData("/{**path}", "/")]
    [InlineData("/{**path}", "/a//b/")]
    public void Matches_WhatFlaskRoutesToTheRule(string pattern, string path) => Assert.True(PathPattern.Parse(pattern).Matches(path));

    [Theory]
    [InlineData("/api/status", "/api/status/")]
    [InlineData("/api/status", "/API/STATUS")]
    [InlineData("/api/status", "/api//status")]
    [InlineData("/api/status", "/api/status;x=1")]
    [InlineData("/api/status", "/x/../api/status")]
    [InlineData("/api/status", "/api/statusx")]
    [InlineData("/api/status", "/api")]
    [InlineData("/api/perf/{job_id}", "/api/perf")]
    [InlineData("/api/perf/{job_id}", "/api/perf/")]
    [InlineData("/api/perf/{job_id}", "/api/perf//a")]
    [InlineData("/api/perf/{job_id}", "/api/perf/a/")]
    [InlineData("/api/perf/{job_id}", "/api/perf/a/b")]
    [InlineData("/api/perf/{job_id}", "/api/PERF/a")]
    [InlineData("/{**path}", "")]
    public void Matches_WhatFlaskGivesToAnotherRule_IsNoMatch(string pattern, string path) => Assert.False(PathPattern.Parse(pattern).Matches(path));

    [Theory]
    [InlineData("/api/{a}/b")]
    [InlineData("/api/{a}/{b}")]
    [InlineData("/api/{a}{b}")]
    [InlineData("/api/x{a}")]
    [InlineData("/api/{a:int}")]
    [InlineData("/api/{a?}")]
    public void Parse_WhatItCannotMatchAsFlaskDoes_StopsTheStart(string pattern) =>
        Assert.Contains(pattern, Assert.Throws<NotSupportedException>(() => PathPattern.Parse(pattern)).Message, StringComparison.Ordinal);
}

using Strangler.Contract;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Tests.Cutover;

public sealed class CutoverConstraintTests
{
    [Fact]
    public void BrokenBy_ConnectCompleteWhileLegacyStillReadsTheConnection_NamesEachReader()
    {
        var broken = CutoverConstraint.BrokenBy("connect", Stage.Complete, route => route == "status" ? Stage.Live : Stage.Legacy);

        Assert.Equal(["job_status", "health", "start_backup", "realtime"], broken.Select(line => line.Split('\'')[3]));
    }

    [Fact]
    public void BrokenBy_ReaderGoesBackWhileConnectIsComplete_IsSaidToo() =>
        Assert.Single(CutoverConstraint.BrokenBy("health", Stage.Shadow, route => route == "disconnect" ? Stage.Legacy : Stage.Complete));

    [Theory]
    [InlineData(Stage.Shadow, 1)]
    [InlineData(Stage.Canary, 1)]
    [InlineData(Stage.Live, 0)]
    public void BrokenBy_StartBackupComplete_NeedsRealtimeLive(Stage realtime, int count) =>
        Assert.Equal(count, CutoverConstraint.BrokenBy("start_backup", Stage.Complete, route => route == "realtime" ? realtime : Stage.Legacy).Count);

    /// <summary>As after a forced <c>connect complete</c>.</summary>
    [Theory]
    [InlineData("status", Stage.Shadow)]
    [InlineData("start_backup", Stage.Shadow)]
    [InlineData("disconnect", Stage.Live)]
    [InlineData("connect", Stage.Complete)]
    public void BrokenBy_WhatWasBrokenBefore_IsNotThisChangesFault(string route, Stage stage) =>
        Assert.Empty(CutoverConstraint.BrokenBy(route, stage, other => other == "connect" ? Stage.Complete : Stage.Legacy));

    [Theory]
    [InlineData("status", Stage.Complete)]
    [InlineData("connect", Stage.Live)]
    [InlineData("start_backup", Stage.Live)]
    [InlineData("realtime", Stage.Complete)]
    public void BrokenBy_NothingConcerned_IsEmpty(string route, Stage stage) =>
        Assert.Empty(CutoverConstraint.BrokenBy(route, stage, _ => Stage.Legacy));
}

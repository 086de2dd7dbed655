using Strangler.Services.Realtime.EngineIo;

namespace Strangler.Services.Tests.Realtime.EngineIo;

/// <summary>Whose a sid is.</summary>
public sealed class EngineSidTests
{
    [Fact]
    public void New_ManySids_AreOursAndAllDifferent()
    {
        var sids = Enumerable.Range(0, 10_000).Select(_ => EngineSid.New()).ToList();

        Assert.All(sids, sid => Assert.True(sid.Length == 20 && EngineSid.IsModern(sid)));
        Assert.Equal(sids.Count, sids.Distinct().Count());
    }

    [Theory]
    [InlineData("N3UT3rTxMMzSZoX9AAAA")]
    [InlineData("vAJ50cyLmpe3oJdMAAAf")]
    [InlineData("-_iFIiDvS79Qk621AAAC")]
    [InlineData("-_iFIiDvS79Qk621f___")]
    [InlineData("-_iFIiDvS79Qk621gAAA!")]
    [InlineData("-_iFIiDvS79Qk6 1gAAA")]
    [InlineData("gggg")]
    [InlineData("")]
    [InlineData(null)]
    public void IsModern_LegacysSidOrNone_IsNot(string? sid) => Assert.False(EngineSid.IsModern(sid));

    [Fact]
    public void IsModern_HighestBitOfTheCounter_Decides() => Assert.True(EngineSid.IsModern("-_iFIiDvS79Qk621gAAA"));
}

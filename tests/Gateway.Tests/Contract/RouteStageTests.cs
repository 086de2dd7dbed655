using Strangler.Contract;

namespace Strangler.Gateway.Tests.Contract;

public sealed class RouteStageTests
{
    private static readonly RouteStage[] Forward =
        [new(Stage.Legacy), new(Stage.Shadow), new(Stage.Canary, 0.01m), new(Stage.Canary, 5), new(Stage.Canary, 25), new(Stage.Live), new(Stage.Complete)];

    [Theory]
    [InlineData("legacy", Stage.Legacy, null)]
    [InlineData("complete", Stage.Complete, null)]
    [InlineData("canary 5 %", Stage.Canary, 5.0)]
    [InlineData("canary 12.5 %", Stage.Canary, 12.5)]
    [InlineData("canary 0.01 %", Stage.Canary, 0.01)]
    public void Text_IsReadAsItIsWritten(string text, Stage stage, double? percentage)
    {
        Assert.True(RouteStage.TryParse(text, out var parsed));

        Assert.Equal(new RouteStage(stage, (decimal?)percentage), parsed);
        Assert.Equal(text, parsed.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("canary")]
    [InlineData("canary 5")]
    [InlineData("canary 0 %")]
    [InlineData("canary 100 %")]
    [InlineData("canary 5.001 %")]
    [InlineData("live 5 %")]
    [InlineData("on")]
    public void Text_OfNoStage_IsNotRead(string? text) => Assert.False(RouteStage.TryParse(text, out _));

    [Theory]
    [InlineData("5", true)]
    [InlineData("5%", true)]
    [InlineData("5 %", true)]
    [InlineData("0.01", true)]
    [InlineData("99.99", true)]
    [InlineData("5,5", false)]
    [InlineData("-5", false)]
    [InlineData("1e1", false)]
    [InlineData("0", false)]
    [InlineData("100", false)]
    [InlineData("", false)]
    public void Percentage_IsReadAsPeopleWriteIt(string text, bool isOne) => Assert.Equal(isOne, RouteStage.TryParsePercentage(text, out _));

    [Fact]
    public void Further_IsWhereModernAnswersMore()
    {
        for (var i = 0; i < Forward.Length; i++)
        {
            for (var j = 0; j < Forward.Length; j++)
                Assert.Equal(i > j, Forward[i].IsFurtherThan(Forward[j]));
        }
    }
}

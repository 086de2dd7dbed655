using Strangler.Benchmarks.Soak;

namespace Strangler.EndToEnd.Tests.Soak;

/// <summary>What the command says of bad input.</summary>
public sealed class SoakCommandTests
{
    [Theory]
    [InlineData("--for 2", "--for: '2' is not a time from 5s to 168h, such as 90s, 10m or 2h.")]
    [InlineData("--for 1s", "--for: '1s' is not a time from 5s to 168h, such as 90s, 10m or 2h.")]
    [InlineData("--speed 0", "--speed: '0' is not a whole number from 1 to 1000.")]
    [InlineData("--connections many", "--connections: 'many' is not a whole number from 2 to 10000.")]
    [InlineData("--for 60s --every 10s", "--for and --every give fewer than 16 samples, which say nothing of a trend.")]
    [InlineData("--conections 10", "Did you mean '--connections'?")]
    [InlineData("polt x", "Did you mean 'plot'?")]
    [InlineData("plot", "Required argument 'samples' missing")]
    public void ProblemOf_BadInput_SaysWhat(string arguments, string words) =>
        Assert.Contains(words, SoakCommand.ProblemOf(arguments.Split(' ')), StringComparison.Ordinal);

    [Theory]
    [InlineData("--for 2h --speed 10 --connections 1000 --out soak")]
    [InlineData("--for 1.5h --every 300s --pages 3 --flip-every 2m --restart-every 90s")]
    [InlineData("plot samples.csv")]
    [InlineData("--help")]
    public void ProblemOf_GoodInput_Null(string arguments) => Assert.Null(SoakCommand.ProblemOf(arguments.Split(' ')));
}

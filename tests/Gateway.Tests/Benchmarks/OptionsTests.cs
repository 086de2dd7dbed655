using Strangler.Benchmarks;

namespace Strangler.Gateway.Tests.Benchmarks;

public sealed class OptionsTests
{
    [Fact]
    public void Whole_WithinItsRange_IsRead()
    {
        var options = new Options("--rounds", "3");

        Assert.Equal((3, 32), (options.Whole("--rounds", 7, 1, 99), options.Whole("--connections", 32, 1, 1024)));
        Assert.Empty(options.Errors);
    }

    [Theory]
    [InlineData("--rounds", "0")]
    [InlineData("--rounds", "100")]
    [InlineData("--rounds", "1.5")]
    [InlineData("--rounds", null)]
    public void Whole_BeyondItsRange_SaysIt(string name, string? value)
    {
        string[] written = value is null ? [name] : [name, value];
        var options = new Options(written);
        options.Whole("--rounds", 7, 1, 99);

        Assert.Equal(["--rounds takes a whole number from 1 to 99."], options.Errors);
    }

    [Fact]
    public void Errors_NameThatIsNone_SaysTheNearest()
    {
        var options = new Options("--round", "3");
        options.Whole("--rounds", 7, 1, 99);

        Assert.Equal(["There is no --round: did you mean '--rounds'? The options are --rounds."], options.Errors);
    }

    [Fact]
    public void Errors_NameThatIsThereTwice_SaysIt()
    {
        var options = new Options("--rounds", "3", "--rounds", "4");
        options.Whole("--rounds", 7, 1, 99);

        Assert.Equal(["--rounds is there twice."], options.Errors);
    }

    [Fact]
    public void OneOf_WordThatIsNone_SaysTheNearest()
    {
        var options = new Options("--of", "legcy");
        options.OneOf("--of", "legacy", "live");

        Assert.Equal(["--of 'legcy': did you mean 'legacy'? It takes one of legacy, live."], options.Errors);
    }

    [Theory]
    [InlineData("cost")]
    [InlineData("growth")]
    [InlineData("start")]
    [InlineData("uploads")]
    [InlineData("flame")]
    [InlineData("services")]
    [InlineData("compare")]
    [InlineData("faults")]
    [InlineData("sockets")]
    [InlineData(null)]
    public async Task Command_OptionThatIsNone_IsRefusedBeforeAnythingStarts(string? command)
    {
        string[] arguments = command is null ? ["--nonsense", "1"] : [command, "--nonsense", "1"];

        Assert.Equal(2, await BenchmarkProgram.RunAsync(arguments));
    }

    [Fact]
    public async Task Command_ThatIsNone_IsRefused() => Assert.Equal(2, await BenchmarkProgram.RunAsync(["grwth"]));
}

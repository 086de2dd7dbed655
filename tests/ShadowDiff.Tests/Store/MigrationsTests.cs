using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Tests.Store;

public sealed class MigrationsTests
{
    [Fact]
    public void Steps_InAnyOrder_MakeUpTheVersions()
    {
        var migrations = new Migrations([new(2, ""), new(1, "", Part: 2, Parts: 2), new(3, ""), new(1, "", Part: 1, Parts: 2)]);
        Assert.Equal(3, migrations.Newest);
    }

    [Theory]
    [InlineData("1 2 2", "version 2, part 1 of 1: version 3, part 1 of 1 was to come")]
    [InlineData("1 3", "version 3, part 1 of 1: version 2, part 1 of 1 was to come")]
    [InlineData("2", "version 2, part 1 of 1: version 1, part 1 of 1 was to come")]
    [InlineData("1:1/2 1:1/2", "version 1, part 1 of 2: version 1, part 2 of 2 was to come")]
    [InlineData("1:2/2", "version 1, part 2 of 2: version 1, part 1 of 2 was to come")]
    [InlineData("1:1/2 2", "version 2, part 1 of 1: version 1, part 2 of 2 was to come")]
    [InlineData("1:1/3 1:2/3", "version 1 ends before its part 3 of 3")]
    [InlineData("1:1/2 1:2/3", "version 1, part 2 of 3: version 1, part 2 of 2 was to come")]
    public void Steps_TwiceOrMissing_AreRefused(string steps, string said)
    {
        var error = Assert.Throws<InvalidOperationException>(() => new Migrations(steps.Split(' ').Select(Step)));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    /// <summary>Of a text such as <c>3</c> or <c>1:2/3</c>: version, part, parts.</summary>
    private static Migration Step(string text) => text.Split(':', '/') is [var version, var part, var parts]
        ? new(int.Parse(version, null), "", int.Parse(part, null), int.Parse(parts, null))
        : new(int.Parse(text, null), "");
}

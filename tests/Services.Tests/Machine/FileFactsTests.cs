using System.Globalization;
using Strangler.Services.Flask.Python;
using Strangler.Services.Machine;
using Strangler.Testing;

namespace Strangler.Services.Tests.Machine;

/// <summary>Size and time as Python's <c>stat</c> gives them.</summary>
public sealed class FileFactsTests
{
    /// <summary>Computed with Python: <c>repr(seconds + 1e-9 * nanoseconds)</c>.</summary>
    [Theory]
    [InlineData(1795382671, 841763123, "1795382671.841763")]
    [InlineData(1700000030, 250000000, "1700000030.25")]
    [InlineData(1795382671, 99, "1795382671.0")]
    [InlineData(-1, 999999999, "-9.999999717180685e-10")]
    [InlineData(0, 0, "0.0")]
    public void Timestamp_IsPythonsSum(long seconds, long nanoseconds, string expected) =>
        Assert.Equal(expected, PythonNumber.FloatText(new FileFacts(0, seconds, nanoseconds).Timestamp));

    [Fact]
    public void TryRead_BothWays_AgreeToTheTick()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Combine("x");
        File.WriteAllText(path, "four");
        File.SetLastWriteTimeUtc(path, DateTime.Parse("1969-12-31T23:59:58.5Z", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));

        Assert.True(FileFacts.TryRead(path, out var facts));
        Assert.True(FileFacts.TryRead(new FileInfo(path), out var inTicks));

        Assert.Equal(new FileFacts(4, -2, 500_000_000), facts);
        Assert.Equal(facts, inTicks);
    }

    /// <summary>What .NET's own calls would cut off.</summary>
    [Fact]
    public void TryRead_OnLinux_HasNanoseconds()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Windows counts in 100 ns.");
        using var folder = new TemporaryFolder();
        var nanoseconds = Enumerable.Range(0, 100).Select(number => Written(folder.Combine($"{number}"))).ToList();

        Assert.Contains(nanoseconds, value => value % 100 != 0);
    }

    [Fact]
    public void TryRead_Link_IsItsTargets()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Combine("file"), "four");
        foreach (var (name, target) in new[] { ("link", "file"), ("dangling", "gone"), ("folder", "."), ("loop", "loop") })
            File.CreateSymbolicLink(folder.Combine(name), folder.Combine(target));

        Assert.True(FileFacts.TryRead(folder.Combine("link"), out var facts) && facts.Size == 4);
        Assert.True(FileFacts.TryRead(new FileInfo(folder.Combine("link")), out var inTicks) && inTicks.Size == 4);
        foreach (var name in (string[])["dangling", "folder", "gone", "file/below", "."])
            Assert.False(FileFacts.TryRead(folder.Combine(name), out _), name);
    }

    private static long Written(string path)
    {
        File.WriteAllText(path, path);
        Assert.True(FileFacts.TryRead(path, out var facts));
        Assert.True(FileFacts.TryRead(new FileInfo(path), out var inTicks));
        Assert.Equal(facts.Nanoseconds / 100 * 100, inTicks.Nanoseconds);
        return facts.Nanoseconds;
    }
}

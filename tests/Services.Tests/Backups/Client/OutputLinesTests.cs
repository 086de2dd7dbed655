using System.Text;
using Strangler.Services.Backups.Client;

namespace Strangler.Services.Tests.Backups.Client;

public sealed class OutputLinesTests
{
    [Theory]
    [InlineData("a\nb\r\nc", new[] { "a", "b", "c" })]
    [InlineData("\r1%\r2%\r3%", new[] { "1%", "2%", "3%" })]
    [InlineData("naïve ✓\n", new[] { "naïve ✓" })]
    [InlineData("", new string[0])]
    public async Task Output_InPiecesOfAnySize_GivesTheSameLines(string output, string[] expected)
    {
        var bytes = Encoding.UTF8.GetBytes(output);
        for (var size = 1; size <= Math.Max(bytes.Length, 1); size++)
            Assert.Equal(expected, await ReadAsync(bytes, size));
    }

    [Fact]
    public async Task Line_WithoutEnd_IsNotKeptWhole()
    {
        var lines = await ReadAsync(new byte[1_000_000], 4096);
        Assert.Equal(OutputLines.LongestLine, Assert.Single(lines).Length);
    }

    [Fact]
    public async Task Bytes_ThatAreNoUtf8_AreReplaced() => Assert.Equal(["a\uFFFDb"], await ReadAsync([(byte)'a', 0xFF, (byte)'b'], 1));

    private static async Task<List<string>> ReadAsync(byte[] bytes, int size)
    {
        List<string> lines = [];
        await new OutputLines(lines.Add, takesPartial: false).ReadAsync(new PiecemealStream(bytes, size), TestContext.Current.CancellationToken);
        return lines;
    }

    /// <summary>Gives so many bytes at a time.</summary>
    private sealed class PiecemealStream(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}

using Strangler.ShadowDiff.Model;

namespace Strangler.ShadowDiff.Tests.Model;

/// <summary>What is kept of a body that streams by.</summary>
public sealed class BoundedCopyTests
{
    private const int Limit = 100;

    [Theory]
    [InlineData(null, 100, false)]
    [InlineData(null, 101, true)]
    [InlineData(100L, 100, false)]
    [InlineData(101L, 101, true)]
    // What is declared may be wrong.
    [InlineData(10L, 100, false)]
    [InlineData(10L, 101, true)]
    [InlineData(100L, 10, false)]
    [InlineData(0L, 10, false)]
    public void Body_IsKeptWhole_OrNotAtAll(long? declared, int length, bool isOversize)
    {
        byte[] body = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        var copy = new BoundedCopy(Limit, () => declared);
        foreach (var chunk in body.Chunk(7))
            copy.Append(chunk);

        Assert.Equal((isOversize, length), (copy.IsOversize, copy.Length));
        Assert.Equal(isOversize ? [] : body, copy.ToArray());
    }

    /// <summary>An answer of a megabyte would be copied up to the limit, and then thrown away.</summary>
    [Fact]
    public void Body_ThatSaysThatItIsTooLong_CostsNothing()
    {
        const int Large = 1024 * 1024;
        var (chunk, copy) = (new byte[4096], new BoundedCopy(Large / 4, () => Large));
        copy.Append(chunk);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < Large / chunk.Length; i++)
            copy.Append(chunk);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((true, Large), (copy.IsOversize, copy.Length));
    }

    [Fact]
    public void Body_ThatSaysItsLength_IsKeptInOnePiece()
    {
        const int Length = 100_000;
        var (chunk, copy) = (new byte[1000], new BoundedCopy(Length, () => Length));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Length / chunk.Length; i++)
            copy.Append(chunk);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Length, Length + 100);
    }
}

using Strangler.Services.Flask.Files;

namespace Strangler.Services.Tests.Flask.Files;

/// <summary>Ranges of a file of 2566 bytes (contract 3.5, Q15), as Werkzeug 2.2 reads them.</summary>
public sealed class ByteRangeTests
{
    [Theory]
    [InlineData("bytes=0-9", 0, 10)]
    [InlineData("bytes=-10", 2556, 2566)]
    [InlineData("bytes=100-", 100, 2566)]
    [InlineData("bytes=0-99999999", 0, 2566)]
    [InlineData("bytes=5-5", 5, 6)]
    [InlineData("bytes=2565-", 2565, 2566)]
    [InlineData("bytes=-2566", 0, 2566)]
    [InlineData("bytes=-0", 0, 2566)]
    [InlineData("BYTES = 1 - 2 ", 1, 3)]
    [InlineData("bytes=0-9223372036854775807", 0, 2566)]
    [InlineData("bytes=+0-4", 0, 5)]
    [InlineData("bytes=1-+4", 1, 5)]
    [InlineData("bytes=1_0-1_2", 10, 13)]
    [InlineData("bytes=-1_0", 2556, 2566)]
    public void Parse_OneRange_IsClipped(string header, long start, long end) =>
        Assert.Equal(new ByteRange(start, end), ByteRange.Parse(header, 2566));

    [Theory]
    [InlineData("bytes=2566-")]
    [InlineData("bytes=-2567")]
    [InlineData("bytes=9-5")]
    [InlineData("bytes=abc")]
    [InlineData("bytes=1")]
    [InlineData("bytes=-")]
    [InlineData("bytes=--1")]
    [InlineData("bytes=")]
    [InlineData("bytes=-+1")]
    [InlineData("bytes=- 1")]
    [InlineData("bytes=0--1")]
    [InlineData("bytes=++0-1")]
    [InlineData("bytes=0_-1")]
    [InlineData("bytes")]
    [InlineData("lines=0-3")]
    [InlineData("bytes=0-0,5-6")]
    [InlineData("bytes=99999999999999999999-")]
    [InlineData("")]
    public void Parse_AnythingElse_CountsAsNotAsked(string header) => Assert.Null(ByteRange.Parse(header, 2566));
}

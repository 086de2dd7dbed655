using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Strangler.Services.Flask.Multipart;

namespace Strangler.Services.Tests.Flask.Multipart;

/// <summary>Whole forms. Where no limit plays a part the results are those of Werkzeug 2.2.2 for these bodies.</summary>
public sealed class MultipartReaderTests
{
    private const string Type = "multipart/form-data; boundary=x";
    private const string A = "Content-Disposition: form-data; name=a\r\n\r\n";
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(3_000).WithQuietOnSuccess(true);

    private static readonly Gen<byte[]> Form =
        from pieces in Gen.Elements(
            "\r\n", "\r", "\n", "--x", "--x--", "\r\n--x\r\n", "\r\n--x \t\r\n", "\n--x\n", "\r--x\r", "-", " ", "\v", "\r\n--x-", "v", "\u00ff", "\r\n--x y",
            A, "Content-Disposition: form-data; name=b; filename=f\n\n", "\r\n--x\r\n" + A, "\r\n\r\n", "Content-Type: text/plain; charset=latin1\r\n").ListOf()
        from isClosed in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        select Encoding.Latin1.GetBytes("--x\r\n" + A + string.Concat(pieces) + (isClosed ? "\r\n--x--" : ""));

    private static readonly Gen<int[]> Sizes = from sizes in Gen.Choose(1, 12).NonEmptyListOf() select sizes.ToArray();

    [Theory]
    [InlineData("--x\r\n" + A + "v\r\n--x--", "a=v")]
    [InlineData("--x\n" + A + "v\n--x--\n", "a=v")]
    [InlineData("--x\r" + A + "v\r--x--", "a=v")]
    [InlineData("--x\r\nContent-Disposition: form-data; name=a\r\rv\r\n--x--", "a=v")]
    [InlineData("--x\r\ncontent-disposition : form-data; name=a\n\nv\r\n--x--", "a=v")]
    [InlineData("--x \t\r\n" + A + "v\r\n--x \v\f\r\n" + A + "w\r\n--x--", "a=v\na=w")]
    [InlineData("preamble--x\r\n" + A + "v\r\n--x-- epilogue\r\n--x\r\n" + A + "w\r\n--x--", "a=v")]
    [InlineData("--x\r\n\r\n" + A + "v\r\n--x--", "a=v")]
    [InlineData("--x\r\n" + A + "v\r\n--x-\r\n--x--", "a=v\r\n--x-")]
    [InlineData("--x\r\n" + A + "v--x--\r\n--xy\r\n--x--", "a=v--x--\r\n--xy")]
    [InlineData("--x\r\n" + A + "\r\n--x--", "a=")]
    [InlineData("--x\r\n" + A + "\n\r\n--x--", "a=\n")]
    [InlineData("--x--", "")]
    [InlineData("--x--\r\n--x\r\n" + A + "v\r\n--x--", "")]
    [InlineData("--x\r\n" + A + "--x--", "Malformed")]
    [InlineData("--x\r\n" + A + "v", "Malformed")]
    [InlineData("--x\r\n" + A + "v\r\n--x", "Malformed")]
    [InlineData("--x\r\n" + A + "v\r\n--x\r\n", "Malformed")]
    [InlineData("--x\r\n" + A + "v\r\n--x\r\n--x--", "Malformed")]
    [InlineData("--x\r\nContent-Type: text/plain\r\n\r\nv\r\n--x--", "Malformed")]
    [InlineData("--x\r\nContent-Disposition: form-data; name=a\n\r\nv\r\n--x--", "Malformed")]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\u00ff\r\n\r\nv\r\n--x--", "Malformed")]
    [InlineData("--x\u0085\r\n" + A + "v\r\n--x--", "")]
    [InlineData("{}", "Malformed")]
    [InlineData("", "Malformed")]
    public void Reader_Delimiters_AreThoseOfLegacy(string body, string expected) =>
        Assert.Equal(expected, ReadForm.Of(Encoding.Latin1.GetBytes(body), Type));

    [Theory]
    [InlineData("text/plain; charset=latin-1", "ä\u0080")]
    [InlineData("text/plain; charset=\"CP1252\"", "ä€")]
    [InlineData("text/plain ; charset=latin-1", "\ufffd")]
    [InlineData("text/plain; charset=ascii", "\ufffd\ufffd")]
    [InlineData("text/plain", "\ufffd")]
    public void Reader_CharsetOfAPart_IsThatOfItsText(string type, string expected) =>
        Assert.Equal("a=" + expected, ReadForm.Of(Encoding.Latin1.GetBytes($"--x\r\nContent-Type: {type}\r\n{A}\u00e4\u0080\r\n--x--"), Type));

    [Theory]
    [InlineData("v", "UnknownCharset")]
    [InlineData("", "a=")]
    public void Reader_UnknownCharset_CountsWhereThereIsText(string text, string expected) =>
        Assert.Equal(expected, ReadForm.Of(Encoding.Latin1.GetBytes($"--x\r\nContent-Type: a; charset=nonsense\r\n{A}{text}\r\n--x--"), Type));

    [Theory]
    [InlineData("multipart/form-data; boundary=\"x\"", "a=v")]
    [InlineData(" Multipart/Form-Data;BOUNDARY=x", "a=v")]
    [InlineData("multipart/form-data; charset=y; boundary=y; boundary=x", "a=v")]
    [InlineData("multipart/form-data; boundary*=UTF-8''%78", "a=v")]
    [InlineData("multipart/form-data; boundary=x,y", "a=v")]
    [InlineData("multipart/form-data ; boundary=x", "Malformed")]
    [InlineData("multipart/form-data; boundary=\"x", "Malformed")]
    [InlineData("multipart/form-data; boundary=", "Malformed")]
    [InlineData("multipart/form-data; boundary=\u00fc", "Malformed")]
    [InlineData("multipart/form-data; boundary*=bad''x", "Malformed")]
    [InlineData("multipart/form-data", "Malformed")]
    public void Boundary_OfAContentType_IsThatOfLegacy(string type, string expected) =>
        Assert.Equal(expected, ReadForm.Of(Encoding.Latin1.GetBytes("--x\r\n" + A + "v\r\n--x--"), type));

    [Fact]
    public void Reader_AnySplitAndAnyBuffer_GivesTheSameForm() =>
        Prop.ForAll(Form.ToArbitrary(), Sizes.ToArbitrary(), Gen.Choose(0, 40).ToArbitrary(), (body, sizes, more) =>
        {
            var expected = ReadForm.Of(body, Type);
            // The buffer is often smaller than the body, but never than the headers of a part.
            var found = ReadForm.Of(new SplitStream(body, sizes), Type, new MultipartLimits(HeadersEnd(body) + more, int.MaxValue));
            return found == expected;
        }).Check(Thorough);

    [Theory]
    [InlineData("-", "------------------\n--\r\n")]
    [InlineData("--", "\n----x\r\n---\r\n-----\r\n")]
    [InlineData("x--x", "\n--x--xx--x\r\n--x\r\n--x-")]
    public void Reader_ContentThatLooksLikeDelimiters_IsWholeWhereverTheBufferEnds(string boundary, string filling)
    {
        var content = string.Concat(Enumerable.Repeat("v" + filling, 40));
        var body = Encoding.ASCII.GetBytes($"--{boundary}\r\nContent-Disposition: form-data; name=a; filename=f\r\n\r\n{content}\r\n--{boundary}--");

        for (var buffer = 80; buffer < 180; buffer++)
        {
            var found = ReadForm.Of(new MemoryStream(body), "multipart/form-data; boundary=" + boundary, new MultipartLimits(buffer, 1024));
            Assert.Equal("a:f=" + ReadForm.File(Encoding.ASCII.GetBytes(content)), found);
        }
    }

    [Theory]
    [InlineData(1000, "")]
    [InlineData(1001, "TooManyParts")]
    public void Reader_ManyParts_AreReadUpToFlasksLimit(int parts, string problem)
    {
        var form = string.Concat(Enumerable.Repeat("--x\r\n" + A + "v\r\n", parts)) + "--x--";
        var expected = problem.Length > 0 ? problem : string.Join('\n', Enumerable.Repeat("a=v", parts));

        Assert.Equal(expected, ReadForm.Of(Encoding.ASCII.GetBytes(form), Type));
    }

    [Fact]
    public void Reader_HeadersOrFieldsBeyondTheLimits_AreTooLarge()
    {
        var limits = new MultipartLimits(1024, 2048);
        Assert.Equal("TooLarge", ReadForm.Of(Body("--x\r\nX: " + new string('y', 1100) + "\r\n" + A + "v\r\n--x--"), Type, limits));
        Assert.Equal("TooLarge", ReadForm.Of(Body("--x\r\n" + A + new string('v', 2049) + "\r\n--x--"), Type, limits));
        Assert.Equal("TooLarge", ReadForm.Of(Body(string.Concat(Enumerable.Repeat("--x\r\n" + A + "\r\n", 60)) + "--x--"), Type, limits));
        Assert.Equal("TooLarge", ReadForm.Of(Body("--x\r\n" + A + "v\r\n--x" + new string(' ', 1100) + "\r\n"), Type, limits));
        Assert.Equal("a=" + new string('v', 1900), ReadForm.Of(Body("--x\r\n" + A + new string('v', 1900) + "\r\n--x--"), Type, limits));
    }

    /// <summary>No part of these forms has longer headers than this.</summary>
    private static int HeadersEnd(byte[] body)
    {
        var longest = 16;
        for (var (start, at) = (0, 0); at < body.Length; at++)
        {
            if (body.AsSpan(at).StartsWith("\r\n\r\n"u8) || body.AsSpan(at).StartsWith("\n\n"u8) || body.AsSpan(at).StartsWith("\r\r"u8))
                start = at;
            longest = Math.Max(longest, at - start + 8);
        }

        return longest;
    }

    private static MemoryStream Body(string text) => new(Encoding.ASCII.GetBytes(text));
}

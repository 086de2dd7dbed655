using System.Text;
using Strangler.Gateway.Legacy.Lean;

namespace Strangler.Gateway.Tests.Legacy.Lean;

/// <summary>Chunks as they come: in pieces, and with anything.</summary>
public sealed class ChunkedBodyTests
{
    private const int Repetitions = 2000;

    [Theory]
    [InlineData("0\r\n\r\n", "")]
    [InlineData("2\r\nok\r\n0\r\n\r\n", "ok")]
    [InlineData("2;name=value\r\nok\r\n00a \t\n0123456789\n0\r\nX-Trailer: 1\r\n folded\r\n\r\n", "ok0123456789")]
    [InlineData("5\r\n\r\n\r\n0\r\n0\r\n\r\n", "\r\n\r\n0")]
    public void Body_InPieces_IsTheSameAsInOne(string chunks, string expected)
    {
        var random = new Random(1);
        for (var i = 0; i < Repetitions; i++)
            Assert.Equal((expected, 4), Decode(Encoding.ASCII.GetBytes(chunks + "rest"), random));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("x\r\n")]
    [InlineData(" 2\r\nok\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("0x2\r\nok\r\n")]
    [InlineData("2 x\r\nok\r\n")]
    [InlineData("11111111111111111\r\n")]
    [InlineData("2\r\noks\r\n")]
    [InlineData("0\r\nno trailer\r\n\r\n")]
    [InlineData("0\r\n: nameless\r\n\r\n")]
    public void Body_ThatIsNoChunks_IsRefused(string chunks) =>
        Assert.Throws<InvalidDataException>(() => Decode(Encoding.ASCII.GetBytes(chunks), new Random(1)));

    [Fact]
    public void Size_ThatDoesNotEnd_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => new ChunkedBody().Decode(Encoding.ASCII.GetBytes("2;" + new string('a', 20_000)), out _));

    [Fact]
    public void Trailers_ThatDoNotEnd_AreRefused() => Assert.Throws<InvalidDataException>(() =>
    {
        var body = new ChunkedBody();
        body.Decode("0\r\n"u8.ToArray(), out _);
        for (var i = 0; i <= AnswerHead.Longest / 10; i++)
            body.Decode("X-Many: 1\r\n"u8.ToArray(), out _);
    });

    /// <summary>The verdict does not hang on how the bytes come, and no more comes out than goes in.</summary>
    [Fact]
    public void Bytes_OfAnyKind_AreDecodedOrRefusedAlike()
    {
        var random = new Random(2);
        for (var i = 0; i < Repetitions; i++)
        {
            var bytes = new byte[random.Next(1, 60)];
            foreach (ref var value in bytes.AsSpan())
                value = "0123;a \t\r\n\r\n:"u8[random.Next(13)];

            Assert.Equal(Verdict(bytes, null), Verdict(bytes, random));
        }
    }

    private static string Verdict(byte[] bytes, Random? random)
    {
        try
        {
            var (text, left) = Decode(bytes, random);
            Assert.InRange(text.Length, 0, bytes.Length);
            return $"{text} and {left}";
        }
        catch (InvalidDataException)
        {
            return "refused";
        }
    }

    /// <summary>What the body holds, and how many bytes are left when it is over; -1 while it is not.</summary>
    private static (string Text, int Left) Decode(byte[] bytes, Random? random)
    {
        var (body, text) = (new ChunkedBody(), new StringBuilder());
        var waiting = Array.Empty<byte>();
        for (var at = 0; at < bytes.Length && !body.IsOver;)
        {
            var count = random?.Next(1, bytes.Length - at + 1) ?? bytes.Length;
            waiting = [.. waiting, .. bytes.AsSpan(at, count)];
            at += count;
            var held = body.Decode(waiting, out var taken);
            text.Append(Encoding.ASCII.GetString(waiting, 0, held));
            body.ThrowIfBroken();
            waiting = body.IsOver ? [.. waiting.AsSpan(taken), .. bytes.AsSpan(at)] : waiting[taken..];
        }

        return (text.ToString(), body.IsOver ? waiting.Length : -1);
    }
}

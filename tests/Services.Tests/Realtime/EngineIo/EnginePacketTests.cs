using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Strangler.Services.Realtime.EngineIo;

namespace Strangler.Services.Tests.Realtime.EngineIo;

/// <summary>Packets and payloads by the examples of the Engine.IO specification, version 4.</summary>
public sealed class EnginePacketTests
{
    private static readonly Arbitrary<(EnginePacketType Type, string Text, bool IsBinary)[]> Packets =
        (from type in Gen.Elements(Enum.GetValues<EnginePacketType>())
         from text in Gen.Elements("", "a", "\u20ac", "42[\"x\"]", "{}", "b", "\u0000", new string('x', 300))
         from isBinary in Gen.Elements(true, false)
         select (type, text, isBinary)).NonEmptyListOf().Select(list => list.ToArray()).ToArbitrary();

    [Theory]
    [InlineData("4hello", EnginePacketType.Message, "hello")]
    [InlineData("4\u20ac", EnginePacketType.Message, "\u20ac")]
    [InlineData("2probe", EnginePacketType.Ping, "probe")]
    [InlineData("3probe", EnginePacketType.Pong, "probe")]
    [InlineData("2", EnginePacketType.Ping, "")]
    [InlineData("5", EnginePacketType.Upgrade, "")]
    [InlineData("6", EnginePacketType.Noop, "")]
    [InlineData("1", EnginePacketType.Close, "")]
    [InlineData("0{\"sid\":\"x\"}", EnginePacketType.Open, "{\"sid\":\"x\"}")]
    public void TryRead_APacket_IsReadAndWrittenAlike(string text, EnginePacketType type, string data)
    {
        Assert.True(EnginePacket.TryRead(Encoding.UTF8.GetBytes(text), out var packet));
        Assert.Equal((type, data, false), (packet.Type, Encoding.UTF8.GetString(packet.Data.Span), packet.IsBinary));
        Assert.Equal(text, Encoding.UTF8.GetString(Written(packet)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("abc")]
    [InlineData(" 4")]
    [InlineData("bAQ==")]
    public void TryRead_NoPacket_IsRefused(string text) => Assert.False(EnginePacket.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Payload_OfTheSpecification_IsRead()
    {
        Assert.Equal([(EnginePacketType.Message, "hello", false), (EnginePacketType.Ping, "", false), (EnginePacketType.Message, "world", false)], Read("4hello\u001e2\u001e4world"));
        Assert.Equal([(EnginePacketType.Message, "hello", false), (EnginePacketType.Message, "\u0001\u0002\u0003\u0004", true)], Read("4hello\u001ebAQIDBA=="));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u001e")]
    [InlineData("4hello\u001e")]
    [InlineData("\u001e4hello")]
    [InlineData("4hello\u001ezzz")]
    [InlineData("bAQIDB")]
    [InlineData("b*")]
    public void Payload_WithAnythingElse_IsRefused(string payload) => Assert.Contains(null, EnginePayload.Read(Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Payload_OfManyPackets_IsNoListOfThem()
    {
        var payload = Encoding.ASCII.GetBytes(string.Join('\u001e', Enumerable.Repeat("2", 500_000)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(500_000, EnginePayload.Read(payload).Count(packet => packet is { Type: EnginePacketType.Ping }));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
    }

    [Fact]
    public void Payload_OfAnyPackets_IsReadAsItWasWritten() => Prop.ForAll(Packets, packets =>
    {
        var output = new ArrayBufferWriter<byte>();
        var length = 0;
        foreach (var (type, text, isBinary) in packets)
        {
            var written = Written(new EnginePacket(type, Encoding.UTF8.GetBytes(text), isBinary));
            EnginePayload.Write(output, written, isBinary, isFirst: length == 0);
            length += EnginePayload.LengthOf(written, isBinary);
        }

        Assert.Equal(length - 1, output.WrittenCount);
        Assert.Equal(packets.Select(one => one with { Type = one.IsBinary ? EnginePacketType.Message : one.Type }), Read(Encoding.UTF8.GetString(output.WrittenSpan)));
    }).QuickCheckThrowOnFailure();

    /// <summary>Whatever bytes come, nothing is thrown, and what is read is no longer than what came.</summary>
    [Fact]
    public void Payload_OfRandomBytes_IsReadOrRefused()
    {
        var random = new Random(11);
        var pieces = new[] { "4", "b", "\u001e", "AQ==", "2probe", "=", "\u20ac", "{" };
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)])));
            for (var flip = random.Next(3); flip > 0 && bytes.Length > 0; flip--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            Assert.True(EnginePayload.Read(bytes).Sum(packet => packet?.Data.Length) <= bytes.Length);
        }
    }

    private static byte[] Written(EnginePacket packet)
    {
        var output = new ArrayBufferWriter<byte>();
        packet.Write(output);
        return output.WrittenSpan.ToArray();
    }

    private static IEnumerable<(EnginePacketType Type, string Data, bool IsBinary)> Read(string payload)
    {
        var packets = EnginePayload.Read(Encoding.UTF8.GetBytes(payload)).ToList();
        Assert.DoesNotContain(null, packets);
        return packets.OfType<EnginePacket>().Select(packet => (packet.Type, Encoding.UTF8.GetString(packet.Data.Span), packet.IsBinary));
    }
}

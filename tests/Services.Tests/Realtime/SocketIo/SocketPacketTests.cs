using System.Buffers;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Strangler.Services.Realtime.SocketIo;

namespace Strangler.Services.Tests.Realtime.SocketIo;

/// <summary>Packets by the examples of the Socket.IO specification, version 5.</summary>
public sealed class SocketPacketTests
{
    private static readonly Arbitrary<SocketPacket> Packets =
        (from kind in Gen.Elements(
             (SocketPacketType.Connect, ""), (SocketPacketType.Connect, "{\"token\":\"1\"}"), (SocketPacketType.Disconnect, ""), (SocketPacketType.Event, "[\"a\",1]"),
             (SocketPacketType.Ack, "[]"), (SocketPacketType.ConnectError, "\"no\""), (SocketPacketType.ConnectError, "{}"), (SocketPacketType.BinaryEvent, "[\"\u20ac\"]"), (SocketPacketType.BinaryAck, "[[[]]]"))
         from space in Gen.Elements("/", "/admin", "/a-1", "/\u20ac")
         from id in Gen.Elements<BigInteger?>(null, 0, 7, long.MaxValue, BigInteger.Pow(10, 99))
         from attachments in Gen.Choose(0, 12)
         select new SocketPacket(
             kind.Item1, Encoding.UTF8.GetBytes(kind.Item2), space, kind.Item2.StartsWith('[') ? id : null,
             kind.Item1 is SocketPacketType.BinaryAck or SocketPacketType.BinaryEvent ? attachments : 0)).ToArbitrary();

    [Theory]
    [InlineData("0", SocketPacketType.Connect, "/", null, 0, "")]
    [InlineData("0{\"token\":\"123\"}", SocketPacketType.Connect, "/", null, 0, "{\"token\":\"123\"}")]
    [InlineData("0/admin,{\"sid\":\"oSO0OpakMV_3jnilAAAA\"}", SocketPacketType.Connect, "/admin", null, 0, "{\"sid\":\"oSO0OpakMV_3jnilAAAA\"}")]
    [InlineData("4{\"message\":\"Not authorized\"}", SocketPacketType.ConnectError, "/", null, 0, "{\"message\":\"Not authorized\"}")]
    [InlineData("4/foo,\"Unable to connect\"", SocketPacketType.ConnectError, "/foo", null, 0, "\"Unable to connect\"")]
    [InlineData("2[\"foo\"]", SocketPacketType.Event, "/", null, 0, "[\"foo\"]")]
    [InlineData("2/admin,[\"bar\"]", SocketPacketType.Event, "/admin", null, 0, "[\"bar\"]")]
    [InlineData("212[\"foo\"]", SocketPacketType.Event, "/", 12L, 0, "[\"foo\"]")]
    [InlineData("3/admin,13[\"bar\"]", SocketPacketType.Ack, "/admin", 13L, 0, "[\"bar\"]")]
    [InlineData("51-[\"baz\",{\"_placeholder\":true,\"num\":0}]", SocketPacketType.BinaryEvent, "/", null, 1, "[\"baz\",{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("52-/admin,[\"baz\"]", SocketPacketType.BinaryEvent, "/admin", null, 2, "[\"baz\"]")]
    [InlineData("61-15[\"bar\",{\"_placeholder\":true,\"num\":0}]", SocketPacketType.BinaryAck, "/", 15L, 1, "[\"bar\",{\"_placeholder\":true,\"num\":0}]")]
    [InlineData("1", SocketPacketType.Disconnect, "/", null, 0, "")]
    [InlineData("1/admin,", SocketPacketType.Disconnect, "/admin", null, 0, "")]
    [InlineData("0\"x\"", SocketPacketType.Connect, "/", null, 0, "\"x\"")]
    [InlineData("0[1]", SocketPacketType.Connect, "/", null, 0, "[1]")]
    [InlineData("0/admin,NaN", SocketPacketType.Connect, "/admin", null, 0, "NaN")]
    [InlineData("1{}", SocketPacketType.Disconnect, "/", null, 0, "{}")]
    public void TryRead_APacket_IsReadAndWrittenAlike(string text, SocketPacketType type, string space, long? id, int attachments, string data)
    {
        Assert.True(SocketPacket.TryRead(Encoding.UTF8.GetBytes(text), out var packet));
        Assert.Equal((type, space, (BigInteger?)id, attachments, data), (packet.Type, packet.Namespace, packet.Id, packet.Attachments, Encoding.UTF8.GetString(packet.Data.Span)));
        Assert.Equal(text, Encoding.UTF8.GetString(Written(packet)));
    }

    [Theory]
    [InlineData("0/custom", "/custom")]
    [InlineData("1/custom", "/custom")]
    public void TryRead_NamespaceWithoutComma_IsRead(string text, string space)
    {
        Assert.True(SocketPacket.TryRead(Encoding.UTF8.GetBytes(text), out var packet));
        Assert.Equal(space, packet.Namespace);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("7")]
    [InlineData("2")]
    [InlineData("2{}")]
    [InlineData("2[]")]
    [InlineData("2[null]")]
    [InlineData("2[\"a\"")]
    [InlineData("2[\"a\"]]")]
    [InlineData("2[\"a\"] x")]
    [InlineData("2abc[\"a\"]")]
    [InlineData("2-1[\"a\"]")]
    [InlineData("2\"a\"")]
    [InlineData("3{}")]
    [InlineData("3")]
    [InlineData("0{")]
    [InlineData("0[]]")]
    [InlineData("1x")]
    [InlineData("4")]
    [InlineData("4[]")]
    [InlineData("5[\"a\"]")]
    [InlineData("5-[\"a\"]")]
    [InlineData("51[\"a\"]")]
    [InlineData("5+1-[\"a\"]")]
    [InlineData("5-1-[\"a\"]")]
    [InlineData("599999999999-[\"a\"]")]
    [InlineData("51")]
    public void TryRead_NoPacket_IsRefused(string text) => Assert.False(SocketPacket.TryRead(Encoding.UTF8.GetBytes(text), out _));

    /// <summary>Legacy's are Python's whole numbers, of a hundred digits at most.</summary>
    [Theory]
    [InlineData("007", "7")]
    [InlineData("9223372036854775808", "9223372036854775808")]
    [InlineData("987654321098765432109876543210", "987654321098765432109876543210")]
    public void TryRead_LongId_IsGivenBack(string sent, string given)
    {
        Assert.True(SocketPacket.TryRead(Encoding.UTF8.GetBytes($"2{sent}[\"a\"]"), out var packet));
        Assert.Equal($"2{given}[\"a\"]", Encoding.UTF8.GetString(Written(packet)));
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void TryRead_Id_HasAHundredDigitsAtMost(int digits, bool isTaken) =>
        Assert.Equal(isTaken, SocketPacket.TryRead(Encoding.UTF8.GetBytes($"2{new string('1', digits)}[\"a\"]"), out _));

    [Fact]
    public void TryRead_DeepJson_IsRefused() => Assert.False(SocketPacket.TryRead(Encoding.ASCII.GetBytes("2[\"a\"," + new string('[', 100_000)), out _));

    [Fact]
    public void Write_AnyPacket_IsReadAlike() => Prop.ForAll(Packets, packet =>
    {
        Assert.True(SocketPacket.TryRead(Written(packet), out var read));
        Assert.Equal(packet with { Data = default }, read with { Data = default });
        Assert.Equal(packet.Data.ToArray(), read.Data.ToArray());
    }).QuickCheckThrowOnFailure();

    /// <summary>Whatever bytes come, nothing is thrown, and a packet is never larger than what came.</summary>
    [Fact]
    public void TryRead_RandomBytes_AreReadOrRefused()
    {
        var random = new Random(5);
        var pieces = new[] { "2", "5", "0", "1-", "-", "/", "/a,", ",", "7", "[", "]", "\"a\"", "{", "}", ":", "\\ud800", "null", "\u20ac", "1e5" };
        var seen = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(10)).Select(_ => pieces[random.Next(pieces.Length)])));
            for (var flip = random.Next(3); flip > 0 && bytes.Length > 0; flip--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (!SocketPacket.TryRead(bytes, out var packet))
                continue;
            seen++;
            Assert.True(packet.Data.Length <= bytes.Length);
        }

        Assert.True(seen > 100);
    }

    private static byte[] Written(SocketPacket packet)
    {
        var output = new ArrayBufferWriter<byte>();
        packet.Write(output);
        return output.WrittenSpan.ToArray();
    }
}

using System.Text;

namespace Strangler.Services.Tests.Realtime.Hub;

/// <summary>Clients that do what they must not (RFC 6455, docs/realtime.md).</summary>
public sealed class ViolationTests
{
    private const string PingMessage = """{"type":"ping"}""";

    [Theory]
    [InlineData("", "malformed")]
    [InlineData("{", "malformed")]
    [InlineData("[]", "malformed")]
    [InlineData("null", "malformed")]
    [InlineData("""{"type":7}""", "malformed")]
    [InlineData("""{"type":"\ud800"}""", "malformed")]
    [InlineData("""{"type":"ping"} {}""", "malformed")]
    [InlineData("""{"type":"nothing"}""", "unknownType")]
    [InlineData("""{"type":"status"}""", "unknownType")]
    [InlineData("""{"type":"cancel"}""", "badMember")]
    [InlineData("""{"type":"cancel","jobId":null}""", "badMember")]
    [InlineData("""{"type":"requestStatus","jobId":7}""", "badMember")]
    [InlineData("""{"type":"cancel","jobId":"a","reason":[]}""", "badMember")]
    [InlineData("""{"type":"ping","requestId":1.5}""", "badMember")]
    [InlineData("""{"type":"ping","requestId":{}}""", "badMember")]
    public async Task Message_ThatIsNone_IsAnsweredWithItsCode(string message, string code)
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();

        await client.SendTextAsync(message);
        Assert.Equal(code, (await client.NextTextAsync()).GetProperty("code").GetString());
        await PingPongAsync(client);
    }

    [Fact]
    public async Task Message_Binary_IsAnsweredWithItsCode()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();

        await client.SendAsync(FrameConnection.Binary, "{}"u8);
        Assert.Equal("binary", (await client.NextTextAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Violations_OneTooMany_CloseWith1008_AndAreForgivenWithTime()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();

        for (var i = 0; i < 10; i++)
            await client.SendTextAsync("{");
        await PingPongAsync(client, messagesBefore: 10);
        host.Time.Advance(TimeSpan.FromSeconds(6));
        await client.SendTextAsync("{");
        await PingPongAsync(client, messagesBefore: 1);
        await client.SendTextAsync("{");

        Assert.Equal("malformed", (await client.NextTextAsync()).GetProperty("code").GetString());
        Assert.Equal(1008, await client.NextCloseAsync());
        await client.LeaveAsync(1008);
    }

    [Fact]
    public async Task Messages_TooMany_AreRefused_ThenClosed()
    {
        await using var host = await HubHost.StartAsync(("Hub:MaxMessagesPerSecond", "5"));
        await using var client = await host.OpenAsync();

        for (var i = 0; i < 21; i++)
            await client.SendTextAsync(PingMessage);

        for (var i = 0; i < 21; i++)
            Assert.Equal(i < 10 ? "pong" : "error", (await client.NextTextAsync()).GetProperty("type").GetString());
        Assert.Equal(1008, await client.NextCloseAsync());
    }

    [Fact]
    public async Task Pings_OfTheProtocol_AreAllAnswered()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();
        byte[] pings = [.. Enumerable.Repeat<byte[]>([0x89, 0x82, 0, 0, 0, 0, (byte)'h', (byte)'i'], 1_000).SelectMany(ping => ping)];

        await client.SendRawAsync(pings);

        for (var i = 0; i < 1_000; i++)
        {
            var pong = Assert.NotNull(await client.NextAsync());
            Assert.Equal((FrameConnection.Pong, "hi"), (pong.First, Encoding.ASCII.GetString(pong.Payload)));
        }
    }

    [Fact]
    public async Task Message_InPieces_WithPingsBetween_IsOne()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();

        await client.SendAsync(FrameConnection.TextBegins, ""u8);
        await client.SendAsync(FrameConnection.Continues, """{"type":"""u8);
        await client.SendAsync(FrameConnection.Ping, "1"u8);
        await client.SendAsync(FrameConnection.Continues, ""u8);
        await client.SendAsync(FrameConnection.Pong, "unasked"u8);
        await client.SendAsync(FrameConnection.Ends, "\"ping\"}"u8);

        Assert.Equal(FrameConnection.Pong, (await client.NextAsync())?.First);
        Assert.Equal("pong", (await client.NextTextAsync()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Message_ByteByByte_IsOne()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();

        foreach (var one in (byte[])[0x81, 0x80 + 15, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(PingMessage)])
            await client.SendRawAsync(new[] { one });

        Assert.Equal("pong", (await client.NextTextAsync()).GetProperty("type").GetString());
    }

    /// <summary>The codes are RFC 6455's (7.4.1).</summary>
    [Theory]
    [InlineData("81 84 00000000 61ff6262", 1007)] // no UTF-8
    [InlineData("81 83 00000000 eda080", 1007)] // half of a surrogate pair
    [InlineData("01 81 00000000 c3 80 81 00000000 28", 1007)] // no UTF-8, in two pieces
    [InlineData("81 06 7b7d20202020", 1002)] // without a mask
    [InlineData("c1 82 00000000 7b7d", 1002)] // a reserved bit
    [InlineData("83 80 00000000", 1002)] // a reserved kind
    [InlineData("80 80 00000000", 1002)] // continues nothing
    [InlineData("01 81 00000000 7b 81 81 00000000 7d", 1002)] // a message in another
    [InlineData("09 80 00000000", 1002)] // a ping in pieces
    [InlineData("89 fe 007e 00000000", 1002)] // a ping too long
    public async Task Frame_AgainstTheProtocol_ClosesWithItsCode(string hex, int code)
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();

        await client.SendRawAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

        Assert.Equal(code, await client.NextCloseAsync());
        await client.EndAsync();
    }

    /// <summary>The first bytes of a head are enough: nothing more is waited for.</summary>
    [Theory]
    [InlineData("c1")] // reserved bits
    [InlineData("a1")]
    [InlineData("91")]
    [InlineData("83")] // reserved opcodes
    [InlineData("8b")]
    [InlineData("80")] // continues nothing
    [InlineData("09")] // a ping in pieces
    [InlineData("81 05")] // not masked
    [InlineData("89 00")]
    [InlineData("88 02")]
    [InlineData("89 fe")] // a ping too long
    [InlineData("82 ff 80")] // a length beyond all numbers
    [InlineData("01 80 00000000 01")] // a message in another
    [InlineData("81 80 00000000 c1")]
    public async Task Head_AgainstTheProtocol_ClosesAtOnce(string hex)
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();

        foreach (var one in Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)))
            await client.SendRawAsync(new[] { one });

        Assert.Equal(1002, await client.NextCloseAsync());
        await client.EndAsync();
    }

    [Theory]
    [InlineData(64 * 1024, 0)]
    [InlineData(64 * 1024 + 1, 1009)]
    [InlineData(8 * 1024 * 1024, 1009)]
    public async Task Message_TooLong_ClosesWith1009(int length, int code)
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();

        await client.SendTextAsync(PingMessage.PadRight(length));

        if (code == 0)
        {
            Assert.Equal("pong", (await client.NextTextAsync()).GetProperty("type").GetString());
            return;
        }

        Assert.Equal(code, await client.NextCloseAsync());
        await client.LeaveAsync(code);
    }

    [Fact]
    public async Task Message_WithoutEnd_ClosesWith1009()
    {
        await using var host = await HubHost.StartAsync();
        await using var client = await host.OpenAsync();

        await client.SendAsync(FrameConnection.TextBegins, new byte[64 * 1024]);
        await client.SendAsync(FrameConnection.Continues, new byte[1]);

        Assert.Equal(1009, await client.NextCloseAsync());
    }

    private static async Task PingPongAsync(FrameConnection client, int messagesBefore = 0)
    {
        await client.SendTextAsync(PingMessage);
        for (var i = 0; i < messagesBefore; i++)
            await client.NextTextAsync();
        Assert.Equal("pong", (await client.NextTextAsync()).GetProperty("type").GetString());
    }
}

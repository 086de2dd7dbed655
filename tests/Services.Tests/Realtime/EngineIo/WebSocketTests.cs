using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;
using Strangler.EchoHost;
using Strangler.Services.Realtime.EngineIo;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Realtime.EngineIo;

/// <summary>Engine.IO over a WebSocket, and the way there from polling; the vectors of RFC 6455 with frames made by hand.</summary>
public sealed class WebSocketTests
{
    private const string Path = "/engine.io/";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_TextAndBinary_ComeBack()
    {
        await using var server = await EchoServer.StartAsync(0, new EngineOptions());
        await using var page = await PageSocket.OpenAsync(server.Address, path: Path);
        Assert.StartsWith("0{", await page.ReceiveAsync(), StringComparison.Ordinal);
        var large = new string('\u20ac', 300_000);

        await page.SendAsync("4hello");
        await page.SendAsync([1, 2, 3, 4]);
        await page.SendAsync("4" + large);
        await page.SendAsync("2probe"); // Passed over, like 6 and 2.

        Assert.Equal("4hello", await page.ReceiveAsync());
        Assert.Equal("bAQIDBA==", await page.ReceiveAsync());
        Assert.Equal("4" + large, await page.ReceiveAsync());
    }

    [Theory]
    [InlineData("1", WebSocketCloseStatus.NormalClosure)]
    [InlineData("abc", WebSocketCloseStatus.ProtocolError)]
    [InlineData("", WebSocketCloseStatus.ProtocolError)]
    public async Task Packet_ThatEndsTheSession_ClosesWithItsCode(string packet, WebSocketCloseStatus code)
    {
        await using var server = await EchoServer.StartAsync(0, new EngineOptions());
        await using var page = await PageSocket.OpenAsync(server.Address, path: Path);
        await page.ReceiveAsync();

        await page.SendAsync(packet);

        Assert.Null(await page.ReceiveAsync());
        Assert.Equal(code, page.CloseStatus);
        Assert.Equal(0, server.Engine.Count);
    }

    [Fact]
    public async Task Message_LargerThanAllowed_ClosesWith1009()
    {
        await using var server = await EchoServer.StartAsync(0, new EngineOptions { MaxPayload = 1000 });
        await using var page = await PageSocket.OpenAsync(server.Address, path: Path);
        await page.ReceiveAsync();

        await page.SendAsync("4" + new string('x', 999));
        Assert.Equal(1000, (await page.ReceiveAsync())!.Length);
        await page.SendAsync("4" + new string('x', 100_000));

        Assert.Null(await page.ReceiveAsync());
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, page.CloseStatus);
    }

    [Fact]
    public async Task Upgrade_WithProbe_CarriesOnWithoutALoss()
    {
        await using var server = await EchoServer.StartAsync(0, new EngineOptions());
        var sid = await OpenAsync(server);
        await PostAsync(server, sid, "4before");
        await using var page = await PageSocket.OpenAsync(server.Address, sid, path: Path);
        await page.SendAsync("2probe");
        Assert.Equal("3probe", await page.ReceiveAsync());
        Assert.Equal("4before", (await PollAsync(server, sid)).Text);
        Assert.Equal("6", (await PollAsync(server, sid)).Text);
        await PostAsync(server, sid, "4between");

        await page.SendAsync("5");
        await page.SendAsync("4after");

        Assert.Equal("6", await page.ReceiveAsync());
        Assert.Equal("4between", await page.ReceiveAsync());
        Assert.Equal("4after", await page.ReceiveAsync());
        Assert.Equal(400, (await PollAsync(server, sid)).Status);
        await using var second = await PageSocket.OpenAsync(server.Address, sid, path: Path);
        Assert.Null(await second.ReceiveAsync());
        await page.SendAsync("4still here");
        Assert.Equal("4still here", await page.ReceiveAsync());
    }

    [Theory]
    [InlineData("4hello")]
    [InlineData("2")]
    [InlineData("2probe and more")]
    public async Task Upgrade_WithoutProbe_IsClosedAndPollingGoesOn(string first)
    {
        await using var server = await EchoServer.StartAsync(0, new EngineOptions());
        var sid = await OpenAsync(server);
        await using (var page = await PageSocket.OpenAsync(server.Address, sid, path: Path))
        {
            await page.SendAsync(first);
            Assert.Null(await page.ReceiveAsync());
        }

        await PostAsync(server, sid, "4hello");
        Assert.Equal("4hello", (await PollAsync(server, sid)).Text);
    }

    [Fact]
    public async Task Upgrade_OfAnUnknownSid_IsRefused()
    {
        await using var server = await EchoServer.StartAsync(0, new EngineOptions());

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => PageSocket.OpenAsync(server.Address, "gone", path: Path));
        Assert.Contains("400", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CloseAll_SocketsAndPolls_EndSoThatClientsComeBack()
    {
        await using var server = await EchoServer.StartAsync(0, new EngineOptions());
        await using var page = await PageSocket.OpenAsync(server.Address, path: Path);
        await page.ReceiveAsync();
        var sid = await OpenAsync(server);
        var poll = PollAsync(server, sid);
        await PostAsync(server, sid, "6");

        var closing = server.Engine.CloseAllAsync(Token);

        Assert.Null(await page.ReceiveAsync());
        Assert.Equal((WebSocketCloseStatus)1012, page.CloseStatus);
        await page.CloseAsync();
        Assert.True((await poll).Text is "1" or "\"Invalid session\"");
        await closing;
        Assert.Equal(0, server.Engine.Count);
    }

    [Fact]
    public async Task Client_ThatIsCutOff_IsForgotten()
    {
        await using var server = await EchoServer.StartAsync(0, new EngineOptions());
        await using (var frames = await FrameSocket.OpenAsync(server.Address, Path))
            frames.Reset();

        await Eventually.IsTrueAsync(() => server.Engine.Count == 0, Token);
    }

    [Fact]
    public async Task Client_ThatSaysNothing_IsClosedByTime()
    {
        await using var server = await EchoServer.StartAsync(0, EchoServer.Suite);
        await using var page = await PageSocket.OpenAsync(server.Address, path: Path);
        await page.ReceiveAsync();
        Assert.Equal("2", await page.ReceiveAsync());

        Assert.Null(await page.ReceiveAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, page.CloseStatus);
    }

    [Fact]
    public async Task Client_ThatDoesNotRead_IsCutOffAtTheBound()
    {
        await using var server = await EchoServer.StartAsync(0, new EngineOptions { MaxQueuedBytes = 1024 * 1024, MaxQueuedMessages = 64 });
        await using var slow = await FrameSocket.OpenAsync(server.Address, Path);
        await using var quick = await PageSocket.OpenAsync(server.Address, path: Path);
        await quick.ReceiveAsync();
        var message = FrameSocket.Frame(0x81, Encoding.ASCII.GetBytes("4" + new string('x', 60_000)));
        try
        {
            for (var i = 0; i < 2_000 && server.Engine.Count == 2; i++)
                await slow.SendAsync(message);
        }
        catch (IOException)
        {
            // Cut off while it was sending.
        }

        await Eventually.IsTrueAsync(() => server.Engine.Count == 1, Token);
        await quick.SendAsync("4quick");
        Assert.Equal("4quick", await quick.ReceiveAsync());
    }

    [Fact]
    public async Task Pings_InAFlood_AreAnsweredOneByOne()
    {
        await using var server = await EchoServer.StartAsync(0, new EngineOptions());
        await using var socket = await FrameSocket.OpenAsync(server.Address, Path);
        for (var i = 0; i < 500; i++)
            await socket.SendAsync(FrameSocket.Frame(0x89, BitConverter.GetBytes(i)));
        for (var i = 0; i < 500; i++)
            Assert.Equal((0x8A, Convert.ToHexString(BitConverter.GetBytes(i))), await socket.ReceiveAsync());
        await socket.SendAsync(FrameSocket.Frame(0x81, "4hello"u8));
        Assert.Equal((0x81, Convert.ToHexString("4hello"u8)), await socket.ReceiveAsync());
    }

    /// <summary>The first bytes of a head are enough: nothing more is waited for.</summary>
    [Theory]
    [InlineData("C1")]
    [InlineData("8105")]
    [InlineData("8900")]
    [InlineData("0180000000008180")]
    public async Task Head_AgainstRfc6455_ClosesAtOnce(string hex)
    {
        await using var server = await EchoServer.StartAsync(0, new EngineOptions());
        await using var socket = await FrameSocket.OpenAsync(server.Address, Path);

        await socket.SendAsync(Convert.FromHexString(hex));

        Assert.Equal((0x88, "03EA"), await socket.ReceiveAsync());
        await Eventually.IsTrueAsync(() => server.Engine.Count == 0, Token);
    }

    /// <summary>RFC 6455 4.2.1, in the words of contract 9.1.</summary>
    [Theory]
    [InlineData("Sec-WebSocket-Key", "x")]
    [InlineData("Sec-WebSocket-Version", "8")]
    [InlineData("Upgrade", "h2c")]
    public async Task Handshake_ThatIsWrong_IsRefused(string header, string value)
    {
        await using var server = await EchoServer.StartAsync(0, new EngineOptions());

        var answer = await RawHttp.SendAsync(server.Address, FrameSocket.Handshake(Path).Without(header).With(header, value), Token);

        Assert.Equal((400, "\"Invalid websocket upgrade\""), (answer.Status, answer.Text));
        Assert.Equal(0, server.Engine.Count);
    }

    /// <summary>RFC 6455 5.4, 5.5: fragments, control frames between them, reserved bits and opcodes, masks, text that is no UTF-8, close codes.</summary>
    /// <param name="frames">First byte and payload of each frame in hexadecimal; <c>!</c> before one that is not masked.</param>
    /// <param name="answer">The frames that come back; a close frame as its code.</param>
    [Theory]
    [InlineData("81 3468656C6C6F", "81 3468656C6C6F")]
    [InlineData("01 34, 80 61", "81 3461")]
    [InlineData("01 34, 00 61, 00 , 80 62", "81 346162")]
    [InlineData("01 34, 89 70, 80 61", "8A 70, 81 3461")]
    [InlineData("01 34, 8A 70, 80 61", "81 3461")]
    [InlineData("02 01, 89 , 00 02, 80 03", "8A , 82 010203")]
    [InlineData("01 , 80 3461", "81 3461")]
    [InlineData("89 ", "8A ")]
    [InlineData("8A 70, 81 3461", "81 3461")]
    [InlineData("01 34E2, 80 82AC", "81 34E282AC")]
    [InlineData("01 34E2, 00 82, 80 AC", "81 34E282AC")]
    [InlineData("81 34FF", "1007")]
    [InlineData("81 34C0AF", "1007")]
    [InlineData("81 34EDA080", "1007")]
    [InlineData("81 34F4908080", "1007")]
    [InlineData("81 34E282", "1007")]
    [InlineData("01 34E2, 80 28A1", "1007")]
    [InlineData("!81 3461", "1002")]
    [InlineData("80 61", "1002")]
    [InlineData("00 61", "1002")]
    [InlineData("01 34, 81 61", "1002")]
    [InlineData("01 34, 02 61", "1002")]
    [InlineData("09 70", "1002")]
    [InlineData("08 03E8", "1002")]
    [InlineData("C1 3461", "1002")]
    [InlineData("A1 3461", "1002")]
    [InlineData("91 3461", "1002")]
    [InlineData("83 61", "1002")]
    [InlineData("8B 61", "1002")]
    [InlineData("8F 61", "1002")]
    [InlineData("88 03", "1002")]
    [InlineData("!88 03E8", "1002")]
    [InlineData("01 34, !80 61", "1002")]
    [InlineData("88 03E8FF", "1002")]
    [InlineData("88 03EC", "1002")]
    [InlineData("88 03ED", "1002")]
    [InlineData("88 0000", "1002")]
    [InlineData("88 03E7", "1002")]
    [InlineData("88 03E8", "1000")]
    [InlineData("88 03E9", "1000")]
    [InlineData("88 0BB8", "1000")]
    [InlineData("88 ", "1000")]
    public async Task Frames_ByRfc6455_AreAnswered(string frames, string answer)
    {
        await using var server = await EchoServer.StartAsync(0, new EngineOptions());
        await using var socket = await FrameSocket.OpenAsync(server.Address, Path);
        foreach (var frame in frames.Split(','))
        {
            var text = frame.Trim('!', ' ');
            var payload = Convert.FromHexString(text.Length > 3 ? text[3..] : "");
            await socket.SendAsync(FrameSocket.Frame(Convert.ToByte(text[..2], 16), payload, masked: !frame.Contains('!', StringComparison.Ordinal)));
        }

        foreach (var expected in answer.Split(',').Select(one => one.TrimStart()))
        {
            if (await socket.ReceiveAsync() is not var (first, payload))
                Assert.Fail("closed without a frame");
            else
                Assert.Equal(expected, first == 0x88 ? $"{Convert.ToInt32(payload[..4], 16)}" : $"{first:X2} {payload}");
        }
    }

    [Theory]
    [InlineData(1UL << 62)]
    [InlineData((16UL << 20) + 1)]
    public async Task Frame_OfALengthThatNobodySends_IsRefusedBeforeAnyOfItComes(ulong announced)
    {
        await using var server = await EchoServer.StartAsync(0, new EngineOptions());
        await using var socket = await FrameSocket.OpenAsync(server.Address, Path);
        var head = new byte[14];
        (head[0], head[1]) = (0x81, 0xFF);
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(2), announced);

        await socket.SendAsync(head);

        Assert.Equal((0x88, $"{1009:X4}"), await socket.ReceiveAsync());
    }

    /// <summary>Frames of any bytes: the server answers or closes, and goes on for others.</summary>
    [Fact]
    public async Task Frames_OfRandomBytes_HurtNobody()
    {
        await using var server = await EchoServer.StartAsync(0, new EngineOptions());
        await using var page = await PageSocket.OpenAsync(server.Address, path: Path);
        await page.ReceiveAsync();
        var random = new Random(6455);
        for (var i = 0; i < 200; i++)
        {
            await using var socket = await FrameSocket.OpenAsync(server.Address, Path);
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
                bytes = FrameSocket.Frame((byte)random.Next(256), bytes);
            await socket.SendAsync(bytes);
        }

        await page.SendAsync("4still here");
        Assert.Equal("4still here", await page.ReceiveAsync());
        await Eventually.IsTrueAsync(() => server.Engine.Count == 1, Token);
    }

    private static async Task<string> OpenAsync(EchoServer server) =>
        Regex.Match((await RawHttp.SendAsync(server.Address, RawRequest.Get(Path + "?EIO=4&transport=polling"), Token)).Text, "\"sid\":\"([^\"]+)\"").Groups[1].Value;

    private static Task<RawResponse> PollAsync(EchoServer server, string sid) => RawHttp.SendAsync(server.Address, RawRequest.Get(Path + "?EIO=4&transport=polling&sid=" + sid), Token);

    private static async Task PostAsync(EchoServer server, string sid, string body) =>
        Assert.Equal("OK", (await RawHttp.SendAsync(server.Address, RawRequest.Post(Path + "?EIO=4&transport=polling&sid=" + sid, "text/plain", body), Token)).Text);
}

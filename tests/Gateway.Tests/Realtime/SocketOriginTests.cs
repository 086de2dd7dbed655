using System.Text;
using Strangler.Gateway.Tests.Legacy;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Realtime;

public sealed class SocketOriginTests
{
    private const string Handshake = "/socket.io/?EIO=4&transport=polling";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http://localhost:9090")]
    [InlineData("http://127.0.0.1:9090")]
    public async Task Origin_Accepted_IsPresentedAsLegacysAndMappedBack(string origin)
    {
        await using var topology = new ProxyTopology(Echoing());

        var answer = await topology.SendAsync(RawRequest.Get(Handshake).With("Origin", origin));

        Assert.Equal((200, origin), (answer.Status, answer.Value("Access-Control-Allow-Origin")));
        Assert.Contains($"\r\nOrigin: http://localhost:{topology.Legacy!.Address.Port}", Assert.Single(topology.Legacy.Heads), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("http://localhost:9091")]
    [InlineData("https://localhost:9090")]
    [InlineData("HTTP://LOCALHOST:9090")]
    [InlineData("http://localhost:9090, http://localhost:9090")]
    public async Task Origin_Foreign_IsRefusedAsLegacyRefusesIt(string origin)
    {
        await using var topology = new ProxyTopology(Echoing());

        foreach (var method in (string[])["GET", "POST", "OPTIONS"])
        {
            var answer = await topology.SendAsync(RawRequest.Get(Handshake).With("Origin", origin) with { Method = method });

            Assert.Equal((400, "BAD REQUEST", "\"Not an accepted origin.\""), (answer.Status, answer.Reason, answer.Text));
            Assert.Equal(["Content-Type: text/plain", "Transfer-Encoding: chunked"],
                answer.Headers.Where(header => header.Key != "Date").Select(header => $"{header.Key}: {header.Value}").Order());
        }

        Assert.Empty(topology.Legacy!.Heads);
    }

    [Fact]
    public async Task Origin_Absent_StaysAbsent()
    {
        await using var topology = new ProxyTopology(Echoing());

        Assert.Equal(200, (await topology.GetAsync(Handshake)).Status);

        Assert.DoesNotContain("Origin:", Assert.Single(topology.Legacy!.Heads), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Origin_AndLegacysOwn_CanBeConfigured()
    {
        await using var topology = new ProxyTopology(Echoing(), ("Gateway:SocketOrigins:0", "https://backup.lan"), ("Gateway:LegacyOrigin", "http://127.0.0.1:9090"));

        var answer = await topology.SendAsync(RawRequest.Get(Handshake).With("Origin", "https://backup.lan"));

        Assert.Equal("https://backup.lan", answer.Value("Access-Control-Allow-Origin"));
        Assert.Contains("\r\nOrigin: http://127.0.0.1:9090", Assert.Single(topology.Legacy!.Heads), StringComparison.Ordinal);
        Assert.Equal(400, (await topology.SendAsync(RawRequest.Get(Handshake).With("Origin", "http://localhost:9090"))).Status);
    }

    [Theory]
    [InlineData("/api/status")]
    [InlineData("/socket.io")]
    [InlineData("/Socket.IO/")]
    public async Task Origin_OfRest_IsUntouched(string target)
    {
        await using var topology = new ProxyTopology(Echoing());

        var answer = await topology.SendAsync(RawRequest.Get(target).With("Origin", "http://evil.example"));

        Assert.Equal((200, "http://evil.example"), (answer.Status, answer.Value("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task WebSocket_CarriesBytesBothWaysUntilEitherEnds()
    {
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            await legacy.WriteAsync("HTTP/1.1 101 SWITCHING PROTOCOLS\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: abc=\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=15\r\n\r\n0{}");
            await legacy.WriteAsync(Encoding.Latin1.GetString((await legacy.ReadAsync(5)).Span));
        }));
        await using var client = await topology.OpenAsync();

        var answer = await client.ExchangeAsync(WebSocket("http://localhost:9090"), Token);
        Assert.Equal((101, "WebSocket", "Upgrade"), (answer.Status, answer.Value("Upgrade"), answer.Value("Connection")));
        Assert.Equal("abc=", answer.Value("Sec-WebSocket-Accept"));
        Assert.Equal("permessage-deflate; client_max_window_bits=15", answer.Value("Sec-WebSocket-Extensions"));
        await client.SendAsync("\x81\x85\u0001hi"u8.ToArray().AsMemory(0, 5), Token);

        var expected = "0{}"u8.Length + 5;
        var received = client.Buffered.Length;
        var buffer = new byte[64];
        while (received < expected && await client.Stream.ReadAsync(buffer, Token) is > 0 and var read)
            received += read;
        Assert.Equal(expected, received);
        Assert.Equal(0, await client.Stream.ReadAsync(buffer, Token)); // legacy closed

        var head = Assert.Single(topology.Legacy!.Heads);
        Assert.Contains("\r\nUpgrade: websocket", head, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: Upgrade", head, StringComparison.Ordinal);
        Assert.Contains("\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits", head, StringComparison.Ordinal);
        Assert.Contains($"\r\nOrigin: http://localhost:{topology.Legacy.Address.Port}", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WebSocket_OfAForeignPage_IsRefused()
    {
        await using var topology = new ProxyTopology(Echoing());

        Assert.Equal((400, "\"Not an accepted origin.\""), await topology.SendAsync(WebSocket("http://evil.example")) is var answer ? (answer.Status, answer.Text) : default);

        Assert.Empty(topology.Legacy!.Heads);
    }

    private static RawRequest WebSocket(string origin) => RawRequest.Get("/socket.io/?EIO=4&transport=websocket").With("Connection", "keep-alive, Upgrade").With("Upgrade", "websocket")
        .With("Sec-WebSocket-Version", "13").With("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==").With("Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits").With("Origin", origin);

    /// <summary>Echoes the origin that it is presented with, as legacy does.</summary>
    private static RawLegacy Echoing() => RawLegacy.Playing(async legacy =>
    {
        var head = await legacy.ReadHeadAsync();
        var origin = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Origin: ", StringComparison.Ordinal));
        await legacy.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n{(origin is null ? "" : $"Access-Control-Allow-{origin}\r\n")}\r\nok");
    });
}

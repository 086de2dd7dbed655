using System.Text.Json;
using System.Text.RegularExpressions;
using Strangler.Testing.Http;

namespace Strangler.EndToEnd.Tests.Recordings.Sockets;

/// <summary>Engine.IO and Socket.IO frames as recorded, on Flask and through the gateway.</summary>
public sealed partial class SocketFrameTests(SharedInstallations shared) : IClassFixture<SharedInstallations>
{
    public static TheoryData<string> Targets => [Target.Legacy.Name, Target.AtLegacy.Name, Target.AtLive.Name, Target.AtComplete.Name];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>One connection, all recorded steps; a step that is met with silence is proven by the next frame being that of the next step.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public async Task Packets_EachStep_IsAnsweredAsRecorded(string target)
    {
        var installation = await shared.AtAsync(target);
        using var client = await SocketClient.OpenAsync(installation.Address, Token);
        await client.ReceiveAsync();
        foreach (var step in SocketDocument.Up.GetProperty("ws_packets").EnumerateObject())
        {
            if (step.Name == "binary frame")
                await client.SendBinaryAsync([1, 2, 3]);

            foreach (var frame in SocketDocument.Outgoing(step.Value))
                await client.SendAsync(frame);

            foreach (var expected in SocketDocument.Incoming(step.Value))
                Assert.Equal($"{step.Name}: {expected}", $"{step.Name}: {SocketDocument.Mask(await client.ReceiveAsync())}");
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task DirectWebSocket_Connect_SendsStatusFirst(string target)
    {
        var installation = await shared.AtAsync(target);
        using var client = await SocketClient.OpenAsync(installation.Address, Token);
        var recorded = SocketDocument.Incoming(SocketDocument.Up.GetProperty("ws_direct").GetProperty("log")).ToArray();
        Assert.Equal(recorded[0], WithoutMaxPayload(SocketDocument.Mask(await client.ReceiveAsync()), target));
        await client.SendAsync("40");
        Assert.Equal(recorded[1], SocketDocument.Mask(await client.ReceiveAsync()));
        Assert.Equal(recorded[2], SocketDocument.Mask(await client.ReceiveAsync()));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task PollingSession_Upgrade_GoesOnOverWebSocket(string target)
    {
        var installation = await shared.AtAsync(target);
        var session = await NewSessionAsync(installation);
        await RawHttp.SendAsync(installation.Address, RawRequest.Post($"{session.Polling}", "text/plain;charset=UTF-8", "40"), Token);
        await RawHttp.SendAsync(installation.Address, RawRequest.Get(session.Polling), Token);
        using var client = await SocketClient.OpenAsync(installation.Address, Token, $"&sid={session.Id}");
        var poll = RawHttp.SendAsync(installation.Address, RawRequest.Get(session.Polling), Token);

        await client.SendAsync("2probe");
        Assert.Equal("3probe", await client.ReceiveAsync());
        Assert.Equal("6", (await poll).Text);
        await client.SendAsync("5");
        var recorded = SocketDocument.Incoming(SocketDocument.Up.GetProperty("upgrade").GetProperty("frames")).Last();
        await client.SendAsync("42[\"ping\"]");
        Assert.Equal(recorded, SocketDocument.Mask(await NextEventAsync(client)));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task ForeignOrigin_Upgrade_IsRefusedAsRecorded(string target)
    {
        var installation = await shared.AtAsync(target);
        await AssertRefusedAsync(installation, SocketDocument.Up.GetProperty("ws_foreign_origin")[0], "", "http://evil.example");
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task UnknownSession_Upgrade_IsRefusedAsRecorded(string target)
    {
        var installation = await shared.AtAsync(target);
        await AssertRefusedAsync(installation, SocketDocument.Up.GetProperty("ws_unknown_sid")[0], "&sid=nope", null);
    }

    [Theory]
    [InlineData("http://localhost:9090")]
    [InlineData("http://127.0.0.1:9090")]
    public async Task OwnPageOrigin_ThroughGateway_GetsItsWebSocket(string origin)
    {
        var installation = await shared.AtAsync(Target.AtLive.Name);
        await using var connection = await RawConnection.OpenAsync(installation.Address, Token);
        var answer = await connection.ExchangeAsync(Handshake("", origin), Token);
        Assert.Equal((101, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="), (answer.Status, answer.Value("Sec-WebSocket-Accept")));
    }

    /// <summary>Sixteen packets in one POST are taken, seventeen are not (contract 9.1); the recording only counts them.</summary>
    [Theory]
    [MemberData(nameof(Targets))]
    public async Task SixteenPackets_OnePost_AllAnswered(string target)
    {
        var installation = await shared.AtAsync(target);
        var session = await NewSessionAsync(installation);
        await RawHttp.SendAsync(installation.Address, RawRequest.Post(session.Polling, "text/plain;charset=UTF-8", "40"), Token);
        await RawHttp.SendAsync(installation.Address, RawRequest.Get(session.Polling), Token);
        await RawHttp.SendAsync(installation.Address, RawRequest.Post(session.Polling, "text/plain;charset=UTF-8", string.Join('\x1e', Enumerable.Repeat("42[\"ping\"]", 16))), Token);
        var packets = (await RawHttp.SendAsync(installation.Address, RawRequest.Get(session.Polling), Token)).Text.Split('\x1e');
        Assert.Equal(16, packets.Length);
        Assert.All(packets, packet => Assert.Equal("42[\"pong\",{\"timestamp\":*}]", SocketDocument.Mask(packet)));
    }

    /// <summary>Modern says it, as python-engineio does from 4.11.2 on (contract 1).</summary>
    private static string WithoutMaxPayload(string open, string target)
    {
        const string MaxPayload = ",\"maxPayload\":1048576";
        Assert.Equal(Target.All.Single(one => one.Name == target).IsModern, open.Contains(MaxPayload, StringComparison.Ordinal));
        return open.Replace(MaxPayload, "", StringComparison.Ordinal);
    }

    private static async Task<(string Id, string Polling)> NewSessionAsync(Installation installation)
    {
        var open = await RawHttp.SendAsync(installation.Address, RawRequest.Get("/socket.io/?EIO=4&transport=polling"), Token);
        var id = Session().Match(open.Text).Value;
        return (id, $"/socket.io/?EIO=4&transport=polling&sid={id}");
    }

    private static async Task<string> NextEventAsync(SocketClient client)
    {
        while (true)
        {
            var packet = await client.ReceiveAsync();
            if (packet != "6")
                return packet;
        }
    }

    private static async Task AssertRefusedAsync(Installation installation, JsonElement recorded, string query, string? origin)
    {
        var answer = await RawHttp.SendAsync(installation.Address, Handshake(query, origin), Token);
        Assert.Equal(recorded.GetProperty("status").GetInt32(), answer.Status);
        Assert.Equal(recorded.GetProperty("reason").GetString(), answer.Reason);
        Assert.Equal(recorded.GetProperty("body").GetString(), answer.Text);
        var headers = recorded.GetProperty("headers").EnumerateArray().Select(one => one.GetString()!).Chunk(2).Where(pair => !Volatile.Contains(pair[0])).Select(pair => $"{pair[0]}: {pair[1]}");
        Assert.Equal(headers.Order(StringComparer.Ordinal), answer.Headers.Where(header => !Volatile.Contains(header.Key)).Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal));
    }

    private static readonly string[] Volatile = ["Date", "Server", "Connection"];

    /// <summary>The key of RFC 6455 1.3, whose answer is known.</summary>
    private static RawRequest Handshake(string query, string? origin)
    {
        var request = RawRequest.Get($"/socket.io/?EIO=4&transport=websocket{query}")
            .With("Upgrade", "websocket").With("Connection", "Upgrade").With("Sec-WebSocket-Version", "13").With("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        return origin is null ? request : request.With("Origin", origin);
    }

    [GeneratedRegex(@"(?<=""sid"":"")[\w-]{20}")]
    private static partial Regex Session();
}

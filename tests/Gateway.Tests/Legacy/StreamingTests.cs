using System.Text;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Legacy;

public sealed class StreamingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Transfer-Encoding: chunked", "5\r\nfirst\r\n", "4\r\nlast\r\n0\r\n\r\n")]
    [InlineData("Content-Length: 9", "first", "last")]
    public async Task Download_IsPassedOnAsItComes(string framing, string first, string last)
    {
        var seen = new TaskCompletionSource();
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            await legacy.WriteAsync($"HTTP/1.1 200 OK\r\n{framing}\r\n\r\n{first}");
            await seen.Task.WaitAsync(legacy.Stop);
            await legacy.WriteAsync(last);
        }));
        await using var client = await topology.OpenAsync();
        await client.SendAsync(RawRequest.Get("/"), Token);

        await ReadUntilAsync(client.Stream, "first");
        seen.SetResult();
        await ReadUntilAsync(client.Stream, "last");
    }

    [Fact]
    public async Task Headers_OfAChunkedAnswer_DoNotWaitForItsFirstByte()
    {
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            await legacy.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Early: yes\r\n\r\n");
            await legacy.StayAsync();
        }));
        await using var client = await topology.OpenAsync();
        await client.SendAsync(RawRequest.Get("/"), Token);

        await ReadUntilAsync(client.Stream, "X-Early: yes");
    }

    [Fact]
    public async Task Upload_IsPassedOnAsItComes()
    {
        const int Part = 64 * 1024; // the HTTP client holds back a last few KiB until more comes
        var first = new TaskCompletionSource();
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            await legacy.ReadAsync(Part / 2);
            first.SetResult();
            await legacy.ReadAsync(Part / 2 + Part);
            await legacy.WriteAsync(RawLegacy.Ok);
        }));
        await using var client = await topology.OpenAsync();

        await client.SendAsync(Encoding.ASCII.GetBytes($"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {2 * Part}\r\n\r\n"), Token);
        await client.SendAsync(new byte[Part], Token);
        await first.Task.WaitAsync(Token);
        await client.SendAsync(new byte[Part], Token);

        Assert.Equal("ok", (await client.ReceiveAsync("POST", Token)).Text);
    }

    [Fact]
    public async Task Expect_IsAnsweredBeforeTheBodyIsSent()
    {
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            await legacy.WriteAsync("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n"); // twice, as legacy does
            await legacy.ReadAsync(3);
            await legacy.WriteAsync(RawLegacy.Ok);
        }));
        await using var client = await topology.OpenAsync();

        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"u8.ToArray(), Token);
        await ReadUntilAsync(client.Stream, "HTTP/1.1 100 Continue\r\n\r\n");
        await client.SendAsync("abc"u8.ToArray(), Token);

        Assert.Equal("ok", (await client.ReceiveAsync("POST", Token)).Text);
        Assert.Contains("\r\nExpect: 100-continue", Assert.Single(topology.Legacy!.Heads), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expect_RefusedByLegacy_NeedsNoBody()
    {
        await using var topology = new ProxyTopology(RawLegacy.Answering("HTTP/1.1 413 REQUEST ENTITY TOO LARGE\r\nContent-Length: 0\r\n\r\n"));
        await using var client = await topology.OpenAsync();

        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3000\r\n\r\n"u8.ToArray(), Token);
        var answer = await client.ReceiveAsync("POST", Token);

        Assert.Equal(413, answer.Status);
        Assert.Empty(answer.Interim);
    }

    [Fact]
    public async Task Upload_GivenUpByTheClient_IsNoCompleteRequestAtLegacy()
    {
        var begun = new TaskCompletionSource();
        var received = new TaskCompletionSource<long>();
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            begun.SetResult();
            received.SetResult(await legacy.ReadToEndAsync());
        }));
        var client = await topology.OpenAsync();

        await client.SendAsync("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\npart"u8.ToArray(), Token);
        await begun.Task.WaitAsync(Token);
        client.Reset();
        await client.DisposeAsync();

        Assert.InRange(await received.Task.WaitAsync(Token), 0, 4);
    }

    internal static async Task ReadUntilAsync(Stream stream, string text)
    {
        var seen = new StringBuilder();
        var buffer = new byte[1024];
        while (!seen.ToString().Contains(text, StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, 1), Token);
            Assert.True(read > 0, $"The connection ended before '{text}': {seen}");
            seen.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }
}

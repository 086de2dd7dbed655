using System.Text;

namespace Strangler.Gateway.Tests.Legacy;

public sealed class UploadMemoryTests
{
    private const long Size = 256L << 20;
    private const long Allowed = 64L << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Upload_Large_PassesThroughWithoutBeingKept()
    {
        await using var topology = new ProxyTopology(RawLegacy.Playing(async legacy =>
        {
            await legacy.ReadHeadAsync();
            await legacy.SkipAsync(Size);
            await legacy.WriteAsync(RawLegacy.Ok);
        }));
        await using var client = await topology.OpenAsync();
        var block = new byte[1 << 20];
        await client.SendAsync(Encoding.ASCII.GetBytes($"POST /api/start_backup HTTP/1.1\r\nHost: h\r\nContent-Length: {Size}\r\n\r\n"), Token);

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        for (var sent = 0L; sent < Size; sent += block.Length)
        {
            await client.SendAsync(block, Token);
            if (sent % (Size / 8) == 0) // what lives, not what waits to be collected
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }

        Assert.Equal("ok", (await client.ReceiveAsync("POST", Token)).Text);
        Assert.InRange(most, long.MinValue, Allowed);
    }
}

using System.Text;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Legacy;

/// <summary>Requests in flight: uploads of which legacy has the head and waits for the rest.</summary>
internal sealed class Uploads : IAsyncDisposable
{
    public const int Length = 8;

    private readonly Stack<RawConnection> _clients = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<Uploads> StartAsync(ProxyTopology topology, int count)
    {
        var uploads = new Uploads();
        for (var i = 1; i <= count; i++)
        {
            var client = await topology.OpenAsync();
            uploads._clients.Push(client);
            await client.SendAsync(Encoding.ASCII.GetBytes($"POST /api/test HTTP/1.1\r\nHost: h\r\nX-Upload: 1\r\nContent-Length: {Length}\r\n\r\npart"), Token);
            await Eventually.GetAsync(() => topology.Legacy!.Heads.Count, heads => heads >= i, Token);
        }

        return uploads;
    }

    /// <summary>Sends the rest of one upload and waits for its answer.</summary>
    public async Task FinishOneAsync()
    {
        await using var client = _clients.Pop();
        await client.SendAsync("rest"u8.ToArray(), Token);
        Assert.Equal(200, (await client.ReceiveAsync("POST", Token)).Status);
    }

    public async ValueTask DisposeAsync()
    {
        while (_clients.TryPop(out var client))
        {
            client.Reset();
            await client.DisposeAsync();
        }
    }
}

using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Realtime;
using Strangler.Gateway.Tests.Jobs;
using Strangler.Gateway.Tests.Legacy;
using Strangler.Services.Backups.Notices;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.Realtime;

/// <summary>A page's socket is legacy's, byte for byte, and still hears of modern's jobs.</summary>
public sealed class SocketBridgeTests
{
    private const string Switching = "HTTP/1.1 101 SWITCHING PROTOCOLS\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: abc=\r\n\r\n";
    private const string Notice = "42[\"job_cancelled\",{\"job_id\":\"moderns\"}]";
    private const string Request = "42[\"request_status\",{\"job_id\":\"moderns\"}]";

    private static readonly byte[] Acknowledgement = Frames.Server("40{\"sid\":\"x\"}");

    private readonly TaskCompletionSource _go = new();
    private readonly FakeJobs _jobs = new() { HasLive = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Notice_InTheMiddleOfAMessageOfLegacys_WaitsForItsEnd()
    {
        var message = Frames.Server("42[\"status\",{}]");
        await using var legacy = RawLegacy.Playing(async connection =>
        {
            await UpgradeAsync(connection);
            await connection.WriteAsync(Latin1(message[..5]));
            await _go.Task.WaitAsync(connection.Stop);
            await connection.WriteAsync(Latin1(message[5..]));
            await connection.StayAsync();
        });
        await using var topology = await Topology.StartAsync(legacy, _jobs);
        await topology.ExpectAsync([.. Acknowledgement, .. message[..5]]);

        topology.Publish();
        _go.SetResult();

        await topology.ExpectAsync([.. message[5..], .. Frames.Server(Notice)]);
        Assert.DoesNotContain("Sec-WebSocket-Extensions", legacy.Heads.Single(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Notice_BeforeThePageHasConnected_IsNotSent_AfterThatAtOnce()
    {
        await using var legacy = RawLegacy.Playing(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync(Switching + Latin1(Frames.Server("0{}")));
            await _go.Task.WaitAsync(connection.Stop);
            await connection.WriteAsync(Latin1(Acknowledgement));
            await connection.StayAsync();
        });
        await using var topology = await Topology.StartAsync(legacy, _jobs);
        await topology.ExpectAsync(Frames.Server("0{}"));

        topology.Publish();
        _go.SetResult();
        await topology.ExpectAsync(Acknowledgement);
        topology.Publish();

        await topology.ExpectAsync(Frames.Server(Notice));
    }

    [Fact]
    public async Task RequestForAJob_OfModerns_IsAnsweredHere_AllElseReachesLegacyByteForByte()
    {
        _jobs.Owned["moderns"] = "{}\n"u8.ToArray();
        byte[] others = [.. Frames.Client("42[\"request_status\",{\"job_id\":\"legacys\"}]"), .. Frames.Client("2"), .. Frames.Client(new string('x', 3000))];
        var reached = new TaskCompletionSource<byte[]>();
        await using var legacy = RawLegacy.Playing(async connection =>
        {
            await UpgradeAsync(connection);
            reached.SetResult((await connection.ReadAsync(others.Length)).ToArray());
            await _go.Task.WaitAsync(connection.Stop);
        });
        await using var topology = await Topology.StartAsync(legacy, _jobs);
        await topology.ExpectAsync(Acknowledgement);

        await topology.SendAsync([.. Frames.Client(Request), .. others]);

        Assert.Equal(others, await reached.Task.WaitAsync(Token));
        Assert.StartsWith("42[\"status_response\",{\"status\":{},\"job_id\":\"moderns\",\"timestamp\":", await topology.ReadTextAsync(), StringComparison.Ordinal);
        _go.SetResult();
    }

    [Fact]
    public async Task SocketThatPollingOpened_HearsOfModernsJobs_OnceItHasTakenOver()
    {
        var upgrade = Frames.Client("5");
        var reached = new TaskCompletionSource();
        await using var legacy = RawLegacy.Playing(async connection =>
        {
            await connection.ReadHeadAsync();
            await connection.WriteAsync(Switching + Latin1(Frames.Server("3probe")));
            await connection.ReadAsync(upgrade.Length);
            reached.SetResult();
            await connection.StayAsync();
        });
        await using var topology = await Topology.StartAsync(legacy, _jobs, "&sid=x");
        await topology.ExpectAsync(Frames.Server("3probe"));
        topology.Publish();

        await topology.SendAsync(upgrade);
        await reached.Task.WaitAsync(Token);
        topology.Publish();

        await topology.ExpectAsync(Frames.Server(Notice));
    }

    [Fact]
    public async Task Nudge_InTheMiddleOfAMessageOfLegacys_ClosesAtItsEnd_AndNothingFollows()
    {
        var message = Frames.Server("42[\"status\",{}]");
        var closed = new TaskCompletionSource();
        await using var legacy = RawLegacy.Playing(async connection =>
        {
            await UpgradeAsync(connection);
            await connection.WriteAsync(Latin1(message[..5]));
            await _go.Task.WaitAsync(connection.Stop);
            await connection.WriteAsync(Latin1(message[5..]));
            await closed.Task.WaitAsync(connection.Stop);
            await connection.WriteAsync(Latin1(Frames.Server("42[\"late\"]")));
            await connection.StayAsync();
        });
        await using var topology = await Topology.StartAsync(legacy, _jobs, "");
        await topology.ExpectAsync([.. Acknowledgement, .. message[..5]]);

        Assert.Equal(1, topology.CloseLegacys());
        Assert.Equal(0, topology.CloseLegacys());
        _go.SetResult();

        await topology.ExpectAsync([.. message[5..], 0x88, 2, 0x03, 0xf4]);
        closed.SetResult();
        await topology.ExpectEndAsync();
    }

    [Fact]
    public async Task End_IsToldTwice_AndOnceIsEnough()
    {
        var left = 0;
        var socket = new BridgedSocket(new MemoryStream(), answers: null, leave: () => left++, TimeProvider.System);

        await socket.DisposeAsync();
        socket.Dispose();

        Assert.True(socket.AskToReconnect());
        Assert.Equal(0, left);
    }

    [Fact]
    public async Task LegacyOnly_AllIsLegacys()
    {
        const bool legacyOnly = true;
        const string query = "";
        _jobs.Owned["moderns"] = "{}\n"u8.ToArray();
        var request = Frames.Client(Request);
        var reached = new TaskCompletionSource<byte[]>();
        await using var legacy = RawLegacy.Playing(async connection =>
        {
            await UpgradeAsync(connection);
            reached.SetResult((await connection.ReadAsync(request.Length)).ToArray());
        });
        await using var topology = await Topology.StartAsync(legacy, _jobs, query, legacyOnly);
        await topology.ExpectAsync(Acknowledgement);

        await topology.SendAsync(request);

        Assert.Equal(request, await reached.Task.WaitAsync(Token));
        Assert.Contains("Sec-WebSocket-Extensions: permessage-deflate", legacy.Heads.Single(), StringComparison.OrdinalIgnoreCase);
    }

    private static string Latin1(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    private static async Task UpgradeAsync(RawLegacyConnection connection)
    {
        await connection.ReadHeadAsync();
        await connection.WriteAsync(Switching + Latin1(Acknowledgement));
    }

    /// <summary>A page, the gateway with the test's modules, and a raw legacy.</summary>
    private sealed class Topology(TemporaryFolder folder, ModuleGateway gateway, RawConnection page) : IAsyncDisposable
    {
        private readonly Queue<byte> _early = new();

        public static async Task<Topology> StartAsync(RawLegacy legacy, FakeJobs jobs, string query = "", bool legacyOnly = false)
        {
            var folder = new TemporaryFolder();
            var gateway = await ModuleGateway.StartAsync(folder.Path, legacy.Address, jobs);
            await gateway.SetLegacyOnlyAsync(legacyOnly);
            var page = await RawConnection.OpenAsync(gateway.Address, Token);
            var answer = await page.ExchangeAsync(RawRequest.Get("/socket.io/?EIO=4&transport=websocket" + query).With("Connection", "Upgrade").With("Upgrade", "websocket")
                .With("Sec-WebSocket-Version", "13").With("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==").With("Sec-WebSocket-Extensions", "permessage-deflate"), Token);
            Assert.Equal(101, answer.Status);
            var topology = new Topology(folder, gateway, page);
            foreach (var early in page.Buffered.ToArray())
                topology._early.Enqueue(early);
            return topology;
        }

        public int CloseLegacys() => gateway.Services.GetRequiredService<OpenSockets>().CloseAll();

        /// <summary>The gateway leaves a page that does not answer a close frame.</summary>
        public async Task ExpectEndAsync()
        {
            try
            {
                Assert.Equal(0, await page.Stream.ReadAsync(new byte[1], Token));
            }
            catch (IOException)
            {
                // A reset: nobody said goodbye.
            }
        }

        public void Publish() => gateway.Services.GetRequiredService<INoticeSink>().Publish(new Notice("job_cancelled", "{\"job_id\":\"moderns\"}"u8.ToArray()));

        public Task SendAsync(byte[] bytes) => page.SendAsync(bytes, Token);

        public async Task ExpectAsync(byte[] bytes) => Assert.Equal(bytes, await ReadAsync(bytes.Length));

        public async Task<string> ReadTextAsync() => Encoding.UTF8.GetString(await ReadAsync((await ReadAsync(2))[1]));

        public async ValueTask DisposeAsync()
        {
            await page.DisposeAsync();
            await gateway.DisposeAsync();
            folder.Dispose();
        }

        private async Task<byte[]> ReadAsync(int count)
        {
            var bytes = new byte[count];
            var early = 0;
            while (early < count && _early.TryDequeue(out var one))
                bytes[early++] = one;
            await page.Stream.ReadExactlyAsync(bytes.AsMemory(early), Token);
            return bytes;
        }
    }
}

using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Handover;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Realtime.Relay;
using Strangler.Services.Backups.Notices;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Realtime;

/// <summary>While modern serves the pages, the gateway is one of legacy's ten, and says so once it is.</summary>
public sealed class LegacyRelayTests
{
    private readonly FakeLogger<LegacyRelay> _log = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly TaskCompletionSource _hasRoom = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private List<(LogLevel Level, string Message)> Messages => [.. _log.Collector.GetSnapshot().Select(entry => (entry.Level, entry.Message))];

    [Fact]
    public async Task Legacy_WithTenPages_IsAskedUntilItHasRoom_AndOnlyThenItIsSaidThatItIsHeard()
    {
        await using var legacy = await SocketStub.ListeningAsync(async socket =>
        {
            await SocketStub.SayAsync(socket, "0{}");
            while (await SocketStub.HeardAsync(socket) is { } packet)
            {
                _asked.Enqueue(packet);
                await SocketStub.SayAsync(socket, _hasRoom.Task.IsCompleted ? "40{\"sid\":\"x\"}" : "44{\"message\":\"Connection rejected by server\"}");
                if (_hasRoom.Task.IsCompleted)
                    await SocketStub.SayAsync(socket, "42[\"job_cancelled\",{}]");
            }
        });
        var state = new CutoverState();
        state.Swap(new(new Dictionary<string, Stage> { [RouteNames.Realtime] = Stage.Live }.ToFrozenDictionary(), legacyOnly: false, new Uri(legacy.Urls.Single())), "the start");
        using var earlier = new Predecessor(null!, new Standby(), null!, TimeProvider.System, NullLogger<Predecessor>.Instance);
        var pages = new Pages();
        using var relay = new LegacyRelay(state, new LegacyJobs(TimeProvider.System), pages, new LegacyHearing(), earlier, TimeProvider.System, _log);

        await relay.StartAsync(Token);
        await Eventually.IsTrueAsync(() => _asked.Count >= 3, Token);
        Assert.Equal([(LogLevel.Warning, "Legacy's events do not reach the pages for now: legacy has as many pages as it takes. It is tried again.")], Messages);

        _hasRoom.SetResult();
        await Eventually.IsTrueAsync(() => pages.Heard.Contains("job_cancelled {}"), Token);
        Assert.Equal((LogLevel.Information, "Legacy's events are relayed to the pages."), Assert.Single(Messages.Skip(1)));
        Assert.All(_asked, packet => Assert.Equal("40", packet));
        await relay.StopAsync(Token);
    }

    private sealed class Pages : INoticeSink
    {
        public ConcurrentQueue<string> Heard { get; } = new();

        public void Publish(Notice notice) => Heard.Enqueue($"{notice.Event} {Encoding.UTF8.GetString(notice.Payload.Span)}");
    }
}

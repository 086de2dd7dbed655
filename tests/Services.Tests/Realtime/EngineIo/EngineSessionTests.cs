using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Realtime.EngineIo;

namespace Strangler.Services.Tests.Realtime.EngineIo;

/// <summary>One session from its handshake to its end, without a network.</summary>
public sealed class EngineSessionTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Application _application = new();
    private readonly EngineSessions _sessions;

    public EngineSessionTests() => _sessions = new EngineSessions(_application, new EngineOptions { MaxSessions = 3, MaxSessionsOfAddress = 2, MaxQueuedMessages = 4 }, _time);

    public void Dispose() => _sessions.Dispose();

    [Fact]
    public void Heartbeat_TenSecondsAfterConnectAndAfterEachPong_Pings()
    {
        var session = Open();
        foreach (var _ in Enumerable.Range(0, 3))
        {
            _time.Advance(TimeSpan.FromSeconds(9.7));
            Assert.Empty(Poll(session));
            _time.Advance(TimeSpan.FromSeconds(0.5));
            Assert.Equal(["2"], Poll(session));
            _time.Advance(TimeSpan.FromSeconds(15));
            Assert.Empty(Poll(session));
            Receive(session, "3");
        }
    }

    [Fact]
    public void Heartbeat_PingIsNotAnsweredForTwentySeconds_SessionIsForgottenAndClosed()
    {
        var session = Open();
        var transport = new Transport();
        Assert.True(session.TryAttach(transport));

        _time.Advance(TimeSpan.FromSeconds(29.7));
        Assert.Same(session, _sessions.Find(session.Sid, IPAddress.Loopback));
        _time.Advance(TimeSpan.FromSeconds(0.5));

        Assert.Null(_sessions.Find(session.Sid, IPAddress.Loopback));
        Assert.Equal(EngineClose.Silent, transport.Closed);
        Assert.Equal(1, _application.Closed);
        Assert.Equal(0, _sessions.Count);
    }

    /// <summary>A client that posts a lot takes its answers by polls meanwhile; one that goes over polls no more until its POST has ended.</summary>
    [Theory]
    [InlineData("poll")]
    [InlineData("upgrade")]
    [InlineData("close")]
    public async Task Room_OnceHalfIsTaken_IsThereAgainAfter(string what)
    {
        var session = Open();
        session.Send(EngineMessage.Ping);
        Assert.True(session.RoomAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
        session.Send(EngineMessage.Ping);
        var room = session.RoomAsync(TestContext.Current.CancellationToken);
        Assert.False(room.IsCompleted);

        if (what == "poll")
            Poll(session);
        else if (what == "upgrade")
            Assert.True(session.TryBeginUpgrade());
        else
            session.Close(EngineClose.Gone);

        await room.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.True(session.RoomAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
    }

    [Fact]
    public void Heartbeat_AnswerWithoutAPing_CountsForNothing()
    {
        var session = Open();
        _time.Advance(TimeSpan.FromSeconds(9));
        Receive(session, "3");
        _time.Advance(TimeSpan.FromSeconds(1.3));

        Assert.Equal(["2"], Poll(session));
    }

    [Fact]
    public void Find_SidOfAnotherAddressOrNone_IsNotFound()
    {
        var session = Open();

        Assert.Null(_sessions.Find(session.Sid, IPAddress.Parse("10.0.0.1")));
        Assert.Null(_sessions.Find("nope", IPAddress.Loopback));
        Assert.Same(session, _sessions.Find(session.Sid, IPAddress.Loopback));
    }

    [Fact]
    public void Open_TooManyInAllOrOfOneAddress_IsRefusedUntilOneEnds()
    {
        var first = Open();
        Open();
        Assert.Null(_sessions.Open(IPAddress.Loopback, out var isOfAddress));
        Assert.True(isOfAddress);
        Assert.NotNull(_sessions.Open(IPAddress.Parse("10.0.0.1"), out _));
        Assert.Null(_sessions.Open(IPAddress.Parse("10.0.0.2"), out isOfAddress));
        Assert.False(isOfAddress);

        first.Close(EngineClose.ByClient);

        Assert.NotNull(_sessions.Open(IPAddress.Parse("10.0.0.2"), out _));
    }

    [Fact]
    public void Send_ClientReadsNothing_IsClosedAndForgotten()
    {
        var session = Open();
        var transport = new Transport();
        session.TryAttach(transport);
        for (var i = 0; i < 5; i++)
            session.Send(new EngineMessage("4x"u8.ToArray()));

        Assert.Equal(EngineClose.TooSlow, transport.Closed);
        Assert.Null(session.Take());
        Assert.Equal(1, _application.Closed);
    }

    [Fact]
    public void Close_Twice_IsToldOnce()
    {
        var session = Open();
        session.Close(EngineClose.ByClient);
        session.Close(EngineClose.Gone);
        session.Send(EngineMessage.Ping);

        Assert.Equal(1, _application.Closed);
        Assert.False(session.TryPoll(new PendingPoll()));
    }

    [Fact]
    public async Task Upgrade_PollIsOpen_EndsWithoutLosingWhatWaits()
    {
        var session = Open();
        var poll = new PendingPoll();
        var socket = new Transport();
        Assert.True(session.TryPoll(poll));

        Assert.True(session.TryBeginUpgrade());
        Assert.False(session.TryBeginUpgrade());
        Assert.Null(await poll.End);
        Assert.Empty(session.EndPoll(poll, 1000));
        session.Send(new EngineMessage("4a"u8.ToArray()));
        Assert.True(await session.UpgradeAsync(socket));

        Assert.True(socket.IsAwake);
        Assert.Equal("4a", Encoding.ASCII.GetString(session.Take()!.Bytes.Span));
        Assert.False(session.TryPoll(new PendingPoll()));
        Assert.False(session.TryBeginPost());
    }

    [Fact]
    public async Task Upgrade_PostIsUnderWay_WaitsForItsPackets()
    {
        var session = Open();
        Assert.True(session.TryBeginPost());
        Assert.False(session.TryBeginPost());
        session.TryBeginUpgrade();

        var upgrade = session.UpgradeAsync(new Transport());
        Assert.False(upgrade.IsCompleted);
        session.EndPost();

        Assert.True(await upgrade);
    }

    [Fact]
    public void Upgrade_IsAbandoned_PollingGoesOn()
    {
        var session = Open();
        session.TryBeginUpgrade();
        session.AbandonUpgrade();
        session.Send(new EngineMessage("4a"u8.ToArray()));

        Assert.Equal(["4a"], Poll(session));
    }

    [Fact]
    public void EndPoll_MoreWaitsThanFits_TakesWhatFitsAndAtLeastOne()
    {
        var session = Open();
        foreach (var text in new[] { "4aaaaaaaaaa", "4b", "4c" })
            session.Send(new EngineMessage(Encoding.ASCII.GetBytes(text)));

        Assert.Equal(["4aaaaaaaaaa"], Poll(session, 5));
        Assert.Equal(["4b"], Poll(session, 5));
        Assert.Equal(["4c"], Poll(session, 5));
    }

    private EngineSession Open() => _sessions.Open(IPAddress.Loopback, out _)!;

    private static void Receive(EngineSession session, string text)
    {
        Assert.True(EnginePacket.TryRead(Encoding.ASCII.GetBytes(text), out var packet));
        Assert.True(session.ReceiveAsync(packet, TestContext.Current.CancellationToken).AsTask().IsCompletedSuccessfully);
    }

    private static List<string> Poll(EngineSession session, int mostBytes = 1000)
    {
        var poll = new PendingPoll();
        Assert.True(session.TryPoll(poll));
        return [.. session.EndPoll(poll, mostBytes).Select(message => Encoding.ASCII.GetString(message.Bytes.Span))];
    }

    private sealed class Transport : IEngineTransport
    {
        public bool IsAwake { get; private set; }

        public EngineClose? Closed { get; private set; }

        public void Wake() => IsAwake = true;

        public Task CloseAsync(EngineClose reason)
        {
            Closed = reason;
            return Task.CompletedTask;
        }
    }

    private sealed class Application : IEngineApplication
    {
        public int Closed { get; private set; }

        public IEngineConnection Open(EngineSession session) => new Connection(this);

        private sealed class Connection(Application application) : IEngineConnection
        {
            public ValueTask ReceiveAsync(ReadOnlyMemory<byte> data, bool isBinary, CancellationToken cancellationToken) => ValueTask.CompletedTask;

            public void Tick()
            {
                // Nothing is due.
            }

            public void Closed() => application.Closed++;
        }
    }
}

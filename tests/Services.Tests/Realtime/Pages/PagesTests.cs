using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Backups.Notices;
using Strangler.Services.BackupServer;
using Strangler.Services.Realtime.Pages;
using Strangler.Services.Realtime.SocketIo;
using Strangler.Services.Tests.Backups.Jobs;
using Strangler.Services.Tests.Hosting;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Realtime.Pages;

/// <summary>What pages hear, ask and are refused (contract 9.3 to 9.5).</summary>
public sealed class PagesTests
{
    private const string Rejected = """44{"message":"Connection rejected by server"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connect_MoreThanTheLimit_IsRejectedUntilOneLeaves()
    {
        await using var host = await StartAsync(("Realtime:MaxClients", "2"));
        var sockets = host.Services.GetRequiredService<IPageSockets>();
        await using var first = await PageSocket.ConnectAsync(host.Address);
        await using var second = await PageSocket.ConnectAsync(host.Address);
        await using var third = await PageSocket.OpenAsync(host.Address);
        await third.ReceiveAsync();
        await third.SendAsync("40");
        Assert.Equal(Rejected, await third.ReceiveAsync());
        Assert.Equal(2, sockets.Connected);

        await first.SendAsync("41");
        await Eventually.IsTrueAsync(() => sockets.Connected == 1, Token);
        await third.SendAsync("40");

        Assert.StartsWith("42[\"status\"", await third.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith("40{", await third.ReceiveAsync(), StringComparison.Ordinal);
        await second.CloseAsync();
        await Eventually.IsTrueAsync(() => sockets.Connected == 1, Token);
    }

    /// <summary>As the reference Flask answers them: python-socketio 5.7.2 over python-engineio 4.3.4.</summary>
    [Theory]
    [InlineData("null", "null")]
    [InlineData("\"\"", "null")]
    [InlineData("0", "null")]
    [InlineData("-0.0", "null")]
    [InlineData("false", "null")]
    [InlineData("[]", "null")]
    [InlineData("{}", "null")]
    [InlineData("NaN", null)]
    [InlineData("true", null)]
    [InlineData("1", null)]
    [InlineData("\"x\"", null)]
    [InlineData("[1]", null)]
    [InlineData("{},{}", null)]
    [InlineData("{\"job_id\":null}", "null")]
    [InlineData("{\"job_id\":1}", "1")]
    [InlineData("{\"job_id\":1.0}", "1.0")]
    [InlineData("{\"job_id\":1e2}", "100.0")]
    [InlineData("{\"job_id\":true}", "true")]
    [InlineData("{\"job_id\":1e400}", "Infinity")]
    [InlineData("{\"job_id\":-1e400}", "-Infinity")]
    [InlineData("{\"job_id\":NaN}", "NaN")]
    [InlineData("{\"job_id\":-Infinity}", "-Infinity")]
    [InlineData("{\"job_id\":\"\\ud800\"}", "\"\\ud800\"")]
    [InlineData("{\"job_id\":1,\"job_id\":2}", "2")]
    [InlineData("{\"job_id\":[]}", null)]
    [InlineData("{\"job_id\":{}}", null)]
    [InlineData("{\"job_id\":\"x\"} ", "\"x\"")]
    [InlineData("{'job_id':1}", null)]
    public async Task StatusRequest_WithAnyArgument_IsAnsweredAsByLegacy(string argument, string? job)
    {
        await using var host = await StartAsync();
        await using var page = await PageSocket.ConnectAsync(host.Address);

        Assert.Equal(job is null ? null : [job], await AskedAsync(page, $"42[\"request_status\",{argument}]"));
        Assert.Equal(job is null ? null : [job, "437[]"], await AskedAsync(page, $"427[\"request_status\",{argument}]"));
    }

    [Fact]
    public async Task StatusRequest_DeepOrLong_IsAnsweredAsByLegacy()
    {
        await using var host = await StartAsync();
        await using var page = await PageSocket.ConnectAsync(host.Address);

        Assert.Equal(["\"x\""], await AskedAsync(page, $$"""42["request_status",{"job_id":"x","other":{{new string('[', 900)}}{{new string(']', 900)}}}]"""));
        Assert.Equal([new string('9', 100)], await AskedAsync(page, $$"""42["request_status",{"job_id":{{new string('9', 100)}}}]"""));
        Assert.Null(await AskedAsync(page, $$"""42["request_status",{"job_id":{{new string('9', 101)}}}]"""));
        Assert.Equal(["null"], await AskedAsync(page, """421-["request_status",{}]"""));
        Assert.Equal(["null"], await AskedAsync(page, """42/?a=1,["request_status",{}]"""));
    }

    /// <summary>The places of binary data, by Python's rules; what is told back is in the answer's own place.</summary>
    [Theory]
    [InlineData("""{"job_id":{"_placeholder":true,"num":0}}""", """{"_placeholder":true,"num":0}""", "bYWJj")]
    [InlineData("""{"job_id":{"_placeholder":true,"num":1},"other":{"_placeholder":true,"num":0}}""", """{"_placeholder":true,"num":0}""", "bZGVm")]
    [InlineData("""{"job_id":{"_placeholder":1,"num":-2,"more":[]}}""", """{"_placeholder":true,"num":0}""", "bYWJj")]
    [InlineData("""{"job_id":{"_placeholder":true,"num":true}}""", """{"_placeholder":true,"num":0}""", "bZGVm")]
    [InlineData("""{"job_id":"x","other":[{"_placeholder":true,"num":0}]}""", "\"x\"", null)]
    [InlineData("""{"job_id":"x"}""", "\"x\"", null)]
    [InlineData("""{"job_id":[{"_placeholder":true,"num":0}]}""", null, null)]
    [InlineData("""{"job_id":"x","other":[{"_placeholder":true,"num":2}]}""", null, null)]
    [InlineData("""{"job_id":{"_placeholder":true,"num":"0"}}""", null, null)]
    [InlineData("""{"job_id":{"_placeholder":false,"num":0}}""", null, null)]
    [InlineData("""{"_placeholder":true,"num":0}""", null, null)]
    public async Task StatusRequest_WithBinaryData_IsAnsweredAsByLegacy(string argument, string? job, string? data)
    {
        await using var host = await StartAsync();
        await using var page = await PageSocket.ConnectAsync(host.Address);
        IReadOnlyList<string>? expected = job is null ? null : [job, .. data is null ? (string[])[] : [data], "438[]"];

        Assert.Equal(expected, await AskedAsync(page, $"452-8[\"request_status\",{argument}]", "abc"u8.ToArray(), "def"u8.ToArray()));
    }

    /// <summary>The job that an answer names and what follows it; null for silence, which the answer to a ping proves.</summary>
    private static async Task<IReadOnlyList<string>?> AskedAsync(PageSocket page, string question, params byte[][] attachments)
    {
        await page.SendAsync(question);
        foreach (var attachment in attachments)
            await page.SendAsync(attachment);
        await page.SendAsync("42[\"ping\"]");
        var told = new List<string>();
        while (await page.ReceiveAsync() is { } message && !message.StartsWith("42[\"pong\"", StringComparison.Ordinal))
            told.Add(message.Contains("status_response", StringComparison.Ordinal) ? message[(message.LastIndexOf("\"job_id\":", StringComparison.Ordinal) + 9)..message.LastIndexOf(",\"timestamp\"", StringComparison.Ordinal)] : message);
        return told.Count == 0 ? null : told;
    }

    /// <summary>Legacy passes over what a client says of itself, whatever it is (contract 9.3); a client leaves with data as without.</summary>
    [Theory]
    [InlineData("{\"token\":1}")]
    [InlineData("\"x\"")]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("NaN")]
    public async Task Connect_WithAnyAuth_IsLetIn(string auth)
    {
        await using var host = await StartAsync();
        await using var page = await PageSocket.OpenAsync(host.Address);
        await page.ReceiveAsync();
        await page.SendAsync("40" + auth);

        Assert.StartsWith("42[\"status\"", await page.ReceiveAsync(), StringComparison.Ordinal);
        Assert.StartsWith("40{", await page.ReceiveAsync(), StringComparison.Ordinal);
        await page.SendAsync("41" + auth);
        await Eventually.IsTrueAsync(() => host.Services.GetRequiredService<IPageSockets>().Connected == 0, Token);
    }

    /// <summary>Legacy takes an event of that name for a connect, and tells the status once more.</summary>
    [Fact]
    public async Task EventNamedConnect_IsToldTheStatus_AndCountsForNothing()
    {
        var listener = new Questions();
        await using var host = await ModuleHost.StartAsync([KeyValuePair.Create<string, string?>("Services:BackupServerPort", "1")], Token, services => services.AddSingleton<IQuestionListener>(listener));
        await using var page = await PageSocket.ConnectAsync(host.Address);

        await page.SendAsync("427[\"connect\",1]");

        Assert.StartsWith("42[\"status\",{\"connected\":", await page.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal("437[]", await page.ReceiveAsync());
        Assert.Equal(1, host.Services.GetRequiredService<IPageSockets>().Connected);
        Assert.Equal(["connect"], listener.Heard); // the real one
    }

    [Fact]
    public async Task Connect_LimitOfAnAddress_HoldsToo()
    {
        await using var host = await StartAsync(("Realtime:MaxClientsPerAddress", "1"));
        await using var first = await PageSocket.ConnectAsync(host.Address);
        await using var second = await PageSocket.OpenAsync(host.Address);
        await second.ReceiveAsync();
        await second.SendAsync("40");

        Assert.Equal(Rejected, await second.ReceiveAsync());
    }

    /// <summary>Handshakes alone take sessions, twice as many as pages and 10 more: who has all of his is told so, and the server is well.</summary>
    [Fact]
    public async Task Handshakes_BeyondTheLimitOfAnAddress_AreTheClientsFault()
    {
        await using var host = await StartAsync(("Realtime:MaxClientsPerAddress", "1"));
        using var client = new HttpClient { BaseAddress = host.Address };
        for (var session = 0; session < 12; session++)
            Assert.StartsWith("0{", await client.GetStringAsync("/socket.io/?EIO=4&transport=polling", Token), StringComparison.Ordinal);

        using var refused = await client.GetAsync("/socket.io/?EIO=4&transport=polling", Token);

        Assert.Equal((HttpStatusCode.TooManyRequests, "\"Too many sessions from this address\""), (refused.StatusCode, await refused.Content.ReadAsStringAsync(Token)));
    }

    /// <summary>Two addresses that take all they may leave room for others; so does one without a limit, which may have every page.</summary>
    [Theory]
    [InlineData(10, 3, 120, 16)]
    [InlineData(10, 1, 120, 12)]
    [InlineData(10, 500, 120, 120)]
    [InlineData(10, null, 120, 30)]
    [InlineData(1, null, 102, 12)]
    [InlineData(100_000, 100_000, 200_100, 200_010)]
    public void Sessions_OfAnAddress_AreAFewOfAll(int clients, int? clientsOfAddress, int all, int ofAddress)
    {
        var engine = new RealtimeOptions { MaxClients = clients, MaxClientsPerAddress = clientsOfAddress }.Engine();
        Assert.Equal((all, ofAddress), (engine.MaxSessions, engine.MaxSessionsOfAddress));
    }

    [Fact]
    public async Task Notice_IsHeardByConnectedPagesOnly()
    {
        await using var host = await StartAsync();
        await using var page = await PageSocket.ConnectAsync(host.Address);
        await using var session = await PageSocket.OpenAsync(host.Address);
        await session.ReceiveAsync();

        host.Services.GetRequiredService<INoticeSink>().Publish(new Notice("job_cancelled", "{\"job_id\":\"job_1\"}"u8.ToArray()));
        await session.SendAsync("40");

        Assert.Equal("42[\"job_cancelled\",{\"job_id\":\"job_1\"}]", await page.ReceiveAsync());
        Assert.StartsWith("42[\"status\"", await session.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notices_ToAPageThatPolls_ComeTogether()
    {
        await using var host = await StartAsync();
        const string Polling = "/socket.io/?EIO=4&transport=polling";
        var session = Polling + "&sid=" + JsonDocument.Parse((await host.GetAsync(Polling, Token)).Text[1..]).RootElement.GetProperty("sid").GetString();
        await host.SendAsync(RawRequest.Post(session, "text/plain", "40"), Token);
        await host.GetAsync(session, Token);
        var sink = host.Services.GetRequiredService<INoticeSink>();
        sink.Publish(new Notice("a", "1"u8.ToArray()));
        sink.Publish(new Notice("b", "2"u8.ToArray()));

        Assert.Equal("42[\"a\",1]\u001e42[\"b\",2]", (await host.GetAsync(session, Token)).Text);
    }

    [Fact]
    public async Task RequestStatus_OfAJob_TellsItsRecord()
    {
        await using var jobs = await JobsHost.StartAsync();
        var id = await jobs.StartJobAsync("exit 0");
        await jobs.EndAsync(id);
        await using var page = await PageSocket.ConnectAsync(jobs.Modules.Address);

        await page.SendAsync($$"""425["request_status",{"job_id":"{{id}}"}]""");

        var answer = await page.ReceiveAsync();
        Assert.StartsWith("""42["status_response",{"status":{"phase":"COMPLETED","message":"Backup completed successfully!","progress":{"percentage":100,""", answer, StringComparison.Ordinal);
        Assert.Contains($",\"isConnected\":false}},\"job_id\":\"{id}\",\"timestamp\":", answer, StringComparison.Ordinal);
        Assert.Equal("435[]", await page.ReceiveAsync());
    }

    [Fact]
    public async Task RequestStatus_WhileAnotherPlaceIsAsked_KeepsTheOrderOfAnswers()
    {
        var foreign = new Foreign();
        await using var host = await ModuleHost.StartAsync([], Token, services => services.AddSingleton<IForeignStatus>(foreign));
        await using var page = await PageSocket.ConnectAsync(host.Address);
        await page.SendAsync("""421["request_status",{"job_id":"job_7"}]""");
        await page.SendAsync("""422["ping"]""");
        await foreign.Asked.Task.WaitAsync(Token);

        host.Services.GetRequiredService<INoticeSink>().Publish(new Notice("news", "1"u8.ToArray()));
        Assert.Equal("42[\"news\",1]", await page.ReceiveAsync());
        foreign.Answer.SetResult("{\"phase\":\"X\"}"u8.ToArray());

        Assert.StartsWith("42[\"status_response\",{\"status\":{\"phase\":\"X\"},\"job_id\":\"job_7\",\"timestamp\":", await page.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal("431[]", await page.ReceiveAsync());
        Assert.StartsWith("42[\"pong\"", await page.ReceiveAsync(), StringComparison.Ordinal);
        Assert.Equal("432[]", await page.ReceiveAsync());
    }

    [Fact]
    public async Task RequestStatus_ForeignPlaceFails_IsNotAnsweredAndTheNextIs()
    {
        var foreign = new Foreign();
        foreign.Answer.SetException(new HttpRequestException("gone"));
        await using var host = await ModuleHost.StartAsync([], Token, services => services.AddSingleton<IForeignStatus>(foreign));
        await using var page = await PageSocket.ConnectAsync(host.Address);
        await page.SendAsync("""421["request_status",{"job_id":"job_7"}]""");
        await page.SendAsync("""42["ping"]""");

        Assert.StartsWith("42[\"pong\"", await page.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestStatus_ForeignPlaceDoesNotSay_IsSilence()
    {
        var foreign = new Foreign();
        foreign.Answer.SetResult([]);
        await using var host = await ModuleHost.StartAsync([], Token, services => services.AddSingleton<IForeignStatus>(foreign));
        await using var page = await PageSocket.ConnectAsync(host.Address);
        await page.SendAsync("""421["request_status",{"job_id":"job_7"}]""");
        await page.SendAsync("""42["ping"]""");

        Assert.StartsWith("42[\"pong\"", await page.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestStatus_AfterAStatusRequest_IsConnected()
    {
        using var port = BackupServerPort.Up();
        await using var host = await ModuleHost.StartAsync(port.Settings(), Token);
        await using var page = await PageSocket.ConnectAsync(host.Address);
        await page.SendAsync("""42["request_status",{}]""");
        Assert.StartsWith("42[\"status_response\",{\"status\":{\"connected\":false,", await page.ReceiveAsync(), StringComparison.Ordinal);

        await host.GetAsync("/api/status", Token);
        await page.SendAsync("""42["request_status",{}]""");

        Assert.StartsWith("42[\"status_response\",{\"status\":{\"connected\":true,", await page.ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CloseAll_Pages_AreClosedWithoutAGoodbyeOfSocketIO()
    {
        await using var host = await StartAsync();
        await using var page = await PageSocket.ConnectAsync(host.Address);
        var sockets = host.Services.GetRequiredService<IPageSockets>();

        var closing = sockets.CloseAllAsync(Token);

        Assert.Null(await page.ReceiveAsync());
        Assert.Equal((WebSocketCloseStatus)1012, page.CloseStatus);
        Assert.Equal(0, sockets.Connected);
        await page.CloseAsync();
        await closing;
        await using var again = await PageSocket.ConnectAsync(host.Address);
    }

    /// <summary>One page does not read; the others get every event of every job, and that one is cut off or told the newest.</summary>
    [Fact]
    public async Task Notices_OnePageDoesNotRead_DelayNobody()
    {
        await using var host = await StartAsync(("Realtime:MaxQueuedMessages", "64"), ("Realtime:MaxQueuedBytes", "65536"));
        var sockets = host.Services.GetRequiredService<IPageSockets>();
        await using var slow = await FrameSocket.OpenAsync(host.Address, "/socket.io/");
        await slow.SendAsync(FrameSocket.Frame(0x81, "40"u8));
        await Eventually.IsTrueAsync(() => sockets.Connected == 1, Token);
        await using var quick = await PageSocket.ConnectAsync(host.Address);
        var sink = host.Services.GetRequiredService<INoticeSink>();
        var padding = new string('x', 20_000);
        for (var i = 0; i < 2_000; i++)
        {
            var payload = $"{{\"job_id\":\"job_{i % 3}\",\"phase\":\"CONFIG\",\"data\":{{\"message\":\"{padding}\"}},\"n\":{i}}}";
            sink.Publish(new Notice("progress_update", Encoding.ASCII.GetBytes(payload)));
            Assert.EndsWith($",\"n\":{i}}}]", await quick.ReceiveAsync(), StringComparison.Ordinal);
        }

        await Eventually.IsTrueAsync(() => sockets.Connected == 1, Token);
    }

    [Theory]
    [InlineData("progress_update", """{"job_id":"job_1","phase":"EXECUTION","data":{}}""", "job_1")]
    [InlineData("progress_update", """{"job_id":"job_1","phase":"COMPLETION","data":{}}""", null)]
    [InlineData("progress_update", """{"job_id":7,"phase":"EXECUTION"}""", null)]
    [InlineData("progress_update", """[1]""", null)]
    [InlineData("progress_update", """{"job_id":"\ud800","phase":"EXECUTION"}""", null)]
    [InlineData("progress_update", "{", null)]
    [InlineData("job_cancelled", """{"job_id":"job_1","phase":"EXECUTION"}""", null)]
    public void NoticeKey_OfATransferOnly_MayBeReplaced(string name, string payload, string? key) =>
        Assert.Equal(key, NoticeKey.Of(new Notice(name, Encoding.UTF8.GetBytes(payload))));

    [Fact]
    public async Task Job_ThatSucceeds_IsToldAsHundredPercentBeforeTheGeneralStatusTurns()
    {
        var listener = new Listener();
        await using var jobs = await JobsHost.StartAsync(configure: services => services.AddSingleton<INoticeListener>(listener));
        var server = jobs.Modules.Services.GetRequiredService<BackupServerState>();
        listener.Server = server;
        await jobs.EndAsync(await jobs.StartJobAsync("out \\rTransferring 100% (2 B/2 B)\\n\nexit 0"));
        await Eventually.IsTrueAsync(() => server.Current.Status.Message == "Ready for new backup.", Token);

        var (update, general) = listener.Heard[^1];
        Assert.Equal("Ready for backup", general);
        using var json = JsonDocument.Parse(update.Payload);
        Assert.Equal("COMPLETION", json.RootElement.GetProperty("phase").GetString());
        var data = json.RootElement.GetProperty("data");
        Assert.Equal(100, data.GetProperty("progress").GetInt32());
        Assert.Equal(data.GetProperty("total_bytes").GetInt64(), data.GetProperty("bytes_transferred").GetInt64());
    }

    private static Task<ModuleHost> StartAsync(params ReadOnlySpan<(string Name, string Value)> settings) =>
        ModuleHost.StartAsync([.. settings.ToArray().Select(setting => KeyValuePair.Create<string, string?>("Services:" + setting.Name, setting.Value))], Token);

    private sealed class Questions : IQuestionListener
    {
        public List<string> Heard { get; } = [];

        public bool IsListening => true;

        public void Hear(string name, SocketArguments question, byte[] answer, TimeSpan duration) => Heard.Add(name);
    }

    private sealed class Foreign : IForeignStatus
    {
        public TaskCompletionSource Asked { get; } = new();

        public TaskCompletionSource<byte[]> Answer { get; } = new();

        public async Task<ReadOnlyMemory<byte>?> AskAsync(string jobId, CancellationToken cancellationToken)
        {
            Asked.TrySetResult();
            return await Answer.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed class Listener : INoticeListener
    {
        public BackupServerState? Server { get; set; }

        public List<(Notice Notice, string General)> Heard { get; } = [];

        public void Hear(Notice notice)
        {
            lock (Heard)
                Heard.Add((notice, Server!.Current.Status.Message));
        }
    }
}

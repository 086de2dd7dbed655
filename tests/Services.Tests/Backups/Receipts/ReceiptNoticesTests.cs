using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Backups.Notices;
using Strangler.Services.Backups.Receipts;

namespace Strangler.Services.Tests.Backups.Receipts;

/// <summary>What pages hear of received files (Q2, contract 9.5 and 10).</summary>
public sealed class ReceiptNoticesTests
{
    private readonly Hearing _hearing = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_FileVerified_IsHeardOnce()
    {
        await using var host = await StartAsync();
        var file = ReceiptHost.Expected("hello");
        host.Store(file.StoredName, "hello");

        await host.Monitor.ExpectAsync(file, Token).WaitAsync(Token);

        Assert.True(Assert.Single(_hearing.Data).GetProperty("verified").GetBoolean());
    }

    [Fact]
    public async Task Publish_WrongFile_SaysWhy()
    {
        await using var host = await StartAsync();
        var file = ReceiptHost.Expected("hello");
        host.Store(file.StoredName, "hello!");

        await host.Monitor.ExpectAsync(file, Token).WaitAsync(Token);

        var data = Assert.Single(_hearing.Data);
        Assert.False(data.GetProperty("verified").GetBoolean());
        Assert.Equal("File size (6) exceeded expected size (5).", data.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Publish_Withdrawn_SaysNothing()
    {
        await using var host = await StartAsync();
        using var job = new CancellationTokenSource();
        var outcome = host.Monitor.ExpectAsync(ReceiptHost.Expected("hello"), job.Token);

        await job.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outcome);
        Assert.Empty(_hearing.Data);
    }

    /// <summary>The shape of the one that was provoked at the real legacy (<c>socketio.json</c>), and what modern adds.</summary>
    [Fact]
    public void Notice_AsJson_HasTheGuisNames()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddSeconds(1795382498.5));
        new ReceiptNotices(_hearing, time).Publish(ReceiptHost.Expected("hello"), ReceiptOutcome.Verified);

        var notice = Assert.Single(_hearing.Notices);
        Assert.Equal("file_receipt", notice.Event);
        Assert.Equal(
            """{"event_type":"file_received","data":{"filename":"a.txt","size":5,"verified":true,"job_id":"job_1795382155911488","stored_name":"upload_1795382155911488_a.txt"},"timestamp":1795382498.5}""",
            Encoding.UTF8.GetString(notice.Payload.Span));
    }

    private Task<ReceiptHost> StartAsync() => ReceiptHost.StartAsync(services => services.AddSingleton<INoticeSink>(_hearing));

    private sealed class Hearing : INoticeSink
    {
        private readonly ConcurrentQueue<Notice> _notices = new();

        public IReadOnlyCollection<Notice> Notices => _notices;

        public IEnumerable<JsonElement> Data => _notices.Select(notice => JsonDocument.Parse(notice.Payload).RootElement.GetProperty("data"));

        public void Publish(Notice notice) => _notices.Enqueue(notice);
    }
}

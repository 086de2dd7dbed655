using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Receipts;

namespace Strangler.Services.Tests.Receipts;

/// <summary>What subscribers hear of received files (Q2, contract 9.5 and 10).</summary>
public sealed class ReceiptNoticesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Publish_FileVerified_EverySubscriberHearsItOnce()
    {
        var hearing = new Hearing();
        await using var host = await ReceiptHost.StartAsync(services => services.AddSingleton<IReceiptSubscriber>(new Broken()).AddSingleton<IReceiptSubscriber>(hearing));
        var file = ReceiptHost.Expected("hello");
        host.Store(file.StoredName, "hello");

        await host.Monitor.ExpectAsync(file, Token).WaitAsync(Token);

        var notice = Assert.Single(hearing.All());
        Assert.Equal(new ReceiptNoticeData("a.txt", 5, true, file.JobId, file.StoredName, null), notice.Data);
    }

    [Fact]
    public async Task Publish_WrongFile_SaysWhy()
    {
        var hearing = new Hearing();
        await using var host = await ReceiptHost.StartAsync(services => services.AddSingleton<IReceiptSubscriber>(hearing));
        var file = ReceiptHost.Expected("hello");
        host.Store(file.StoredName, "hello!");

        await host.Monitor.ExpectAsync(file, Token).WaitAsync(Token);

        var notice = Assert.Single(hearing.All());
        Assert.Equal((false, "File size (6) exceeded expected size (5)."), (notice.Data.Verified, notice.Data.Reason));
    }

    [Fact]
    public async Task Publish_Withdrawn_SaysNothing()
    {
        var hearing = new Hearing();
        await using var host = await ReceiptHost.StartAsync(services => services.AddSingleton<IReceiptSubscriber>(hearing));
        using var job = new CancellationTokenSource();
        var outcome = host.Monitor.ExpectAsync(ReceiptHost.Expected("hello"), job.Token);

        await job.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outcome);
        Assert.Empty(hearing.All());
    }

    /// <summary>The shape of the one that was provoked at the real legacy (<c>socketio.json</c>), and what modern adds.</summary>
    [Fact]
    public void Notice_AsJson_HasTheGuisNames()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddSeconds(1795382498.5));
        var notice = ReceiptNotice.Of(ReceiptHost.Expected("hello"), ReceiptOutcome.Verified, time);

        Assert.Equal(
            """{"event_type":"file_received","data":{"filename":"a.txt","size":5,"verified":true,"job_id":"job_1795382155911488","stored_name":"upload_1795382155911488_a.txt"},"timestamp":1795382498.5}""",
            JsonSerializer.Serialize(notice, NoticeJsonContext.Default.ReceiptNotice));
    }

    private sealed class Hearing : IReceiptSubscriber
    {
        private readonly Channel<ReceiptNotice> _heard = Channel.CreateUnbounded<ReceiptNotice>();

        public void OnReceipt(ReceiptNotice notice) => _heard.Writer.TryWrite(notice);

        public List<ReceiptNotice> All()
        {
            List<ReceiptNotice> all = [];
            while (_heard.Reader.TryRead(out var notice))
                all.Add(notice);
            return all;
        }
    }

    private sealed class Broken : IReceiptSubscriber
    {
        public void OnReceipt(ReceiptNotice notice) => throw new InvalidOperationException();
    }
}

[JsonSerializable(typeof(ReceiptNotice))]
internal sealed partial class NoticeJsonContext : JsonSerializerContext;

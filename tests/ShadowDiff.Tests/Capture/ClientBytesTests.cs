using Microsoft.AspNetCore.Http;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Capture;

/// <summary>The client must not be able to tell that mirroring is on: every byte on the wire is the same.</summary>
public sealed class ClientBytesTests
{
    public static TheoryData<string, string> Ways { get; } = new()
    {
        { "small", "GET" }, { "small", "HEAD" }, { "large", "GET" }, { "large", "HEAD" }, { "chunked", "GET" }, { "chunked", "HEAD" },
        { "started", "GET" }, { "pipe", "GET" }, { "204", "GET" }, { "nothing", "GET" }, { "nothing", "HEAD" }, { "file", "GET" }, { "large file", "GET" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Answer_MirroredOrNot_IsTheSameOnTheWire(string way, string method)
    {
        using var files = new TemporaryFolder();
        var answer = Answer(way, files);
        await using var plain = await ShadowHost.StartAsync(answer, _ => null);
        await using var mirrored = await ShadowHost.StartAsync(answer, _ => Plans.LegacyAnswers(answer));
        var request = $"{method} /api/status HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

        var expected = await RawClient.SendAsync(plain.Address, request);
        var actual = await RawClient.SendAsync(mirrored.Address, request);

        Assert.StartsWith("HTTP/1.1 ", System.Text.Encoding.Latin1.GetString(expected), StringComparison.Ordinal);
        Assert.Equal(RawClient.Hash(expected), RawClient.Hash(actual));
        var parity = await mirrored.SettledAsync(1);
        Assert.Equal(way.StartsWith("large", StringComparison.Ordinal) && method == "GET" ? 1 : 0, parity.Uncompared.GetValueOrDefault("oversize"));
        Assert.Equal(0, parity.Diverged);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(3_000_000)]
    public async Task Upload_MirroredOrNot_ArrivesWhole(int length)
    {
        await using var host = await ShadowHost.StartAsync(Answers.EchoAsync, _ => Plans.LegacyAnswers(Answers.EchoAsync));
        var body = Answers.Pattern(length, 1);

        using var answer = await host.Client.PostAsync(new Uri("/x", UriKind.Relative), new ByteArrayContent(body), TestContext.Current.CancellationToken);

        Assert.Equal(body, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var parity = await host.SettledAsync(1);
        Assert.Equal(length > 256 * 1024 ? (0, 1L) : (1, 0L), (parity.Matched, parity.Uncompared.GetValueOrDefault("oversize")));
    }

    [Fact]
    public async Task ChunkedUpload_AboveTheCap_StillArrivesWhole()
    {
        await using var host = await ShadowHost.StartAsync(Answers.EchoAsync, _ => Plans.LegacyAnswers(Answers.EchoAsync));
        var body = Answers.Pattern(600_000, 1);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/x") { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = true;

        using var answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(body, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, (await host.SettledAsync(1)).Uncompared["oversize"]);
    }

    [Fact]
    public async Task Abort_InTheMiddle_ReachesTheClientAndIsCounted()
    {
        static async Task AbortAsync(HttpContext context)
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            context.Abort();
        }

        await using var host = await ShadowHost.StartAsync(AbortAsync, _ => Plans.LegacyAnswers(Answers.NothingAsync));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.Client.GetStringAsync("/x", TestContext.Current.CancellationToken));

        Assert.Equal(1, (await host.SettledAsync(1)).Uncompared["answering-side-error"]);
    }

    [Fact]
    public async Task ClientGone_BeforeTheAnswer_IsCounted()
    {
        var arrived = new TaskCompletionSource();
        async Task WaitAsync(HttpContext context)
        {
            arrived.SetResult();
            await Hang.UntilAsync(context.RequestAborted);
        }

        await using var host = await ShadowHost.StartAsync(WaitAsync, _ => Plans.LegacyAnswers(Answers.NothingAsync));
        using var gone = new CancellationTokenSource();
        var request = host.Client.GetStringAsync("/x", gone.Token);
        await arrived.Task;
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.Equal(1, (await host.SettledAsync(1)).Uncompared["answering-side-error"]);
    }

    private static RequestDelegate Answer(string way, TemporaryFolder files) => way switch
    {
        "small" => Answers.Json("""{"a":1}"""),
        "large" => Answers.LargeStreamAsync,
        "chunked" => Answers.ChunkedAsync,
        "started" => Answers.StartedFirstAsync,
        "pipe" => Answers.PipeAsync,
        "204" => Answers.HeadersOnlyAsync,
        "nothing" => Answers.NothingAsync,
        "file" => Answers.File(files.Combine("small"), 10_000),
        _ => Answers.File(files.Combine("large"), 1_000_000),
    };
}

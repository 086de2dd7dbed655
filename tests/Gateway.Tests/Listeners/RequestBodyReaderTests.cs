using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Strangler.Gateway.Listeners;

namespace Strangler.Gateway.Tests.Listeners;

public sealed class RequestBodyReaderTests
{
    private static readonly TimeSpan Idle = new ListenerOptions().RequestBodyIdleTimeout;

    private readonly FakeTimeProvider _time = new();
    private readonly Pipe _client = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silence_Is408_AndGivesTheReaderBack()
    {
        using var body = new RequestBodyReader(_client.Reader, Idle, _time);
        await ReceiveAsync(body, new byte[100_000]);
        var waiting = body.ReadAsync(Token).AsTask();

        _time.Advance(Idle);

        Assert.Equal(StatusCodes.Status408RequestTimeout, (await Assert.ThrowsAsync<BadHttpRequestException>(() => waiting)).StatusCode);
        await _client.Writer.WriteAsync(new byte[1], Token);
        Assert.Equal(1, (await _client.Reader.ReadAsync(Token)).Buffer.Length);
    }

    [Fact]
    public async Task PausesOfABadLine_AreBorneForHours()
    {
        using var body = new RequestBodyReader(_client.Reader, Idle, _time);
        for (var i = 0; i < 500; i++)
        {
            var waiting = body.ReadAsync(Token).AsTask();
            _time.Advance(TimeSpan.FromSeconds(20));
            await _client.Writer.WriteAsync(new byte[10], Token);
            body.AdvanceTo((await waiting).Buffer.End);
        }
    }

    [Fact]
    public async Task TimeInWhichNobodyReads_DoesNotCount()
    {
        using var body = new RequestBodyReader(_client.Reader, Idle, _time);
        await ReceiveAsync(body, new byte[10]);
        _time.Advance(TimeSpan.FromHours(1));
        await ReceiveAsync(body, new byte[10]);
    }

    [Fact]
    public async Task InterruptedByOthers_IsNoTimeout()
    {
        using var body = new RequestBodyReader(_client.Reader, Idle, _time);
        var waiting = body.ReadAsync(Token).AsTask();
        body.CancelPendingRead();
        Assert.True((await waiting).IsCanceled);
    }

    private async Task ReceiveAsync(RequestBodyReader body, byte[] bytes)
    {
        var waiting = body.ReadAsync(Token).AsTask();
        var writing = _client.Writer.WriteAsync(bytes, Token).AsTask();
        body.AdvanceTo((await waiting).Buffer.End);
        await writing;
    }
}

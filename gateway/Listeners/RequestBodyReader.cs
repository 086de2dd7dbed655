using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Strangler.Gateway.Listeners;

/// <summary>
/// A request's body, as the server reads it, that ends with 408 when nothing of it comes for a while. The server's own limit is an average:
/// after a fast beginning it bears a long silence. Time counts only while somebody waits for the client.
/// </summary>
/// <param name="inner">The server's.</param>
/// <param name="idle">The longest silence; 0 for any.</param>
/// <param name="time">Tells how long it lasts.</param>
internal sealed class RequestBodyReader(PipeReader inner, TimeSpan idle, TimeProvider time) : PipeReader, IRequestBodyPipeFeature, IDisposable
{
    private const int Free = 0;
    private const int Waiting = 1;
    private const int Expired = 2;

    private ITimer? _timer;
    private int _state;
    private volatile bool _isAwaited;
    private long _read;

    /// <summary>Since when nobody waits for the client, as a time stamp; null while somebody does.</summary>
    public long? Since => _isAwaited ? null : Volatile.Read(ref _read);

    PipeReader IRequestBodyPipeFeature.Reader => this;

    /// <exception cref="BadHttpRequestException">408: nothing came. 400: the body is no body.</exception>
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var reading = inner.ReadAsync(cancellationToken);
        if (reading.IsCompleted)
        {
            Volatile.Write(ref _read, time.GetTimestamp());
            return await ReadAsync(reading);
        }

        _isAwaited = true;
        _state = Waiting;
        if (idle > TimeSpan.Zero)
            _timer ??= time.CreateTimer(static reader => ((RequestBodyReader)reader!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer?.Change(idle, Timeout.InfiniteTimeSpan);
        ReadResult result;
        try
        {
            result = await ReadAsync(reading);
        }
        finally
        {
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Volatile.Write(ref _read, time.GetTimestamp());
            _isAwaited = false;
        }

        if (Interlocked.Exchange(ref _state, Free) != Expired)
            return result;

        // Given back, so that the server can read on for a while or end the connection.
        inner.AdvanceTo(result.Buffer.Start);
        throw new BadHttpRequestException($"Nothing of the request's body came for {idle}.", StatusCodes.Status408RequestTimeout);
    }

    public override bool TryRead(out ReadResult result) => inner.TryRead(out result);

    public override void AdvanceTo(SequencePosition consumed) => inner.AdvanceTo(consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => inner.AdvanceTo(consumed, examined);

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public void Dispose() => _timer?.Dispose();

    /// <summary>The server takes most bad chunks for a bad request, and throws another exception for a size beyond its numbers.</summary>
    private static async ValueTask<ReadResult> ReadAsync(ValueTask<ReadResult> reading)
    {
        try
        {
            return await reading;
        }
        catch (IOException ex) when (ex.InnerException is OverflowException)
        {
            throw new BadHttpRequestException("Bad chunk size data.", ex);
        }
    }

    private void Expire()
    {
        if (Interlocked.CompareExchange(ref _state, Expired, Waiting) == Waiting)
            inner.CancelPendingRead();
    }
}

/// <summary>Middleware: puts <c>Gateway:RequestBodyIdleTimeout</c> on every body. Stands before all that reads or wraps one.</summary>
internal sealed class RequestBodyIdleMiddleware(RequestDelegate next, IOptions<ListenerOptions> options, TimeProvider time)
{
    private readonly TimeSpan _idle = options.Value.RequestBodyIdleTimeout;

    public Task InvokeAsync(HttpContext context)
    {
        var hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } && context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true };
        return hasBody ? LimitAsync(context) : next(context); // without a limit too: it tells who is waited for
    }

    private async Task LimitAsync(HttpContext context)
    {
        using var reader = new RequestBodyReader(context.Request.BodyReader, _idle, time);
        context.Request.Body = reader.AsStream(leaveOpen: true);
        context.Features.Set<IRequestBodyPipeFeature>(reader);
        await next(context);
    }
}

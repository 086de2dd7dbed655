using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Strangler.Services.Realtime.WebSockets;

/// <summary>
/// Lets a WebSocket outlive the request that opened it. A request and the connection's HTTP hold several kilobytes, and a socket needs
/// none of them; so the request ends with its 101, Kestrel is done with HTTP, and the socket goes on with the bare connection.
/// </summary>
public sealed class SocketHandover : IOpenedSocket, IDuplexPipe, IConnectionHeartbeatFeature
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConnectionContext _connection;
    private readonly IDuplexPipe _transport;
    private readonly IConnectionHeartbeatFeature? _heartbeat;
    private readonly TimeProvider _time;
    private Stream? _server;
    private PipeWriter? _http;
    private Action<object>? _beat;
    private volatile object? _beating;
    private Func<Task>? _serve;
    private bool _isTaken;

    private SocketHandover(ConnectionContext connection, TimeProvider time)
    {
        (_connection, _transport, _time) = (connection, connection.Transport, time);
        _heartbeat = connection.Features.Get<IConnectionHeartbeatFeature>();
        _http = new HttpWriter(this);
        connection.Transport = this;
        connection.Features.Set(this);
        if (_heartbeat is not null)
            connection.Features.Set<IConnectionHeartbeatFeature>(this);
    }

    PipeReader IDuplexPipe.Input => _transport.Input;

    PipeWriter IDuplexPipe.Output => _http ?? _transport.Output;

    PipeReader IOpenedSocket.Client => _transport.Input;

    Stream IOpenedSocket.Server => _server ??= _transport.Output.AsStream();

    CancellationToken IOpenedSocket.Closed => _connection.ConnectionClosed;

    /// <summary>Connection middleware, which stands around HTTP alone.</summary>
    /// <param name="time">For the patience with a client that does not take what is left for it.</param>
    public static Func<ConnectionDelegate, ConnectionDelegate> Around(TimeProvider time) => next => connection =>
    {
        var handover = new SocketHandover(connection, time);
        return handover.RunAsync(next(connection));
    };

    void IOpenedSocket.Abort() => _connection.Abort();

    Task IOpenedSocket.ServeAsync(Func<Task> serve)
    {
        (_serve, _isTaken) = (serve, true);
        return Task.CompletedTask;
    }

    /// <summary>Kestrel asks for this once for a connection, to look at HTTP's timeouts each second, and never takes it back: it would hold all of HTTP.</summary>
    void IConnectionHeartbeatFeature.OnHeartbeat(Action<object> action, object state)
    {
        if (_beat is not null)
        {
            _heartbeat!.OnHeartbeat(action, state);
            return;
        }

        (_beat, _beating) = (action, state);
        _heartbeat!.OnHeartbeat(static handover => ((SocketHandover)handover).Beat(), this);
    }

    private void Beat()
    {
        if (_beating is { } state)
            _beat!(state);
    }

    private async Task RunAsync(Task http)
    {
        await http.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_isTaken)
        {
            await http; // for its exception
            return;
        }

        http = Task.CompletedTask; // It holds more than it seems.
        LetGoOfHttp();
        await ServeAsync();
        await _transport.Output.CompleteAsync(); // What waits is still sent, if the client takes it.
        _ = CutOffAsync();
    }

    private async Task CutOffAsync()
    {
        await Task.Delay(Patience, _time);
        _connection.Abort();
    }

    private void LetGoOfHttp()
    {
        (_beating, _http) = (null, null);
        _connection.Features.Set<IConnectionTimeoutFeature>(null);
    }

    /// <summary>Nothing else holds what serves, once it runs.</summary>
    private Task ServeAsync()
    {
        var serve = _serve!;
        _serve = null;
        return serve();
    }

    /// <summary>What HTTP writes to: it completes it when it is done, which would end the connection.</summary>
    private sealed class HttpWriter(SocketHandover handover) : PipeWriter
    {
        private readonly PipeWriter _output = handover._transport.Output;

        public override bool CanGetUnflushedBytes => _output.CanGetUnflushedBytes;

        public override long UnflushedBytes => _output.UnflushedBytes;

        public override void Advance(int bytes) => _output.Advance(bytes);

        public override void CancelPendingFlush() => _output.CancelPendingFlush();

        public override Memory<byte> GetMemory(int sizeHint = 0) => _output.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => _output.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => _output.FlushAsync(cancellationToken);

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) => _output.WriteAsync(source, cancellationToken);

        public override void Complete(Exception? exception = null)
        {
            if (!handover._isTaken)
                _output.Complete(exception);
        }

        public override ValueTask CompleteAsync(Exception? exception = null) => handover._isTaken ? ValueTask.CompletedTask : _output.CompleteAsync(exception);
    }
}

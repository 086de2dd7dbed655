using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Strangler.Gateway.Handover;

/// <summary>
/// A port that can be left to another process: from then on nothing is accepted there, and what comes over a private way instead is. The port's own socket is
/// never closed after that, since the other process shares it.
/// </summary>
/// <param name="port">The port.</param>
/// <param name="isInCharge">Completes when this process serves: before that the port may be another's, and nothing is accepted.</param>
internal sealed class MovableListener(IConnectionListener port, Task isInCharge) : IConnectionListener
{
    private readonly TaskCompletionSource _unbound = NewSignal();
    private volatile TaskCompletionSource _changed = NewSignal();
    private volatile IConnectionListener? _way;
    private CancellationTokenSource _atPort = new();
    private Task<ConnectionContext?>? _fromPort;
    private Task<ConnectionContext?>? _fromWay;
    private volatile bool _isLeft;

    public EndPoint EndPoint => port.EndPoint;

    /// <summary>Accepts from there too.</summary>
    public void Open(IConnectionListener way)
    {
        _way = way;
        _changed.TrySetResult();
    }

    /// <summary>Accepts nothing more at the port.</summary>
    public void Leave()
    {
        _isLeft = true;
        _atPort.Cancel();
    }

    /// <summary>Accepts there again: the other process is gone.</summary>
    public void Return()
    {
        _atPort = new CancellationTokenSource();
        _isLeft = false;
        _changed.TrySetResult();
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        if (!isInCharge.IsCompleted)
            await Task.WhenAny(isInCharge, _unbound.Task).WaitAsync(cancellationToken);

        while (!_unbound.Task.IsCompleted)
        {
            var changed = _changed.Task;
            if (_fromPort is null && !_isLeft)
                _fromPort = port.AcceptAsync(_atPort.Token).AsTask();
            if (_fromWay is null && _way is { } way)
                _fromWay = way.AcceptAsync(CancellationToken.None).AsTask();

            await Task.WhenAny([.. ((Task?[])[_fromPort, _fromWay, changed, _unbound.Task]).OfType<Task>()]).WaitAsync(cancellationToken);
            if (changed.IsCompleted)
                _changed = NewSignal();

            if (_fromPort is { IsCompleted: true } fromPort)
            {
                _fromPort = null;
                if (!fromPort.IsCanceled)
                    return await fromPort;
            }
            else if (_fromWay is { IsCompleted: true } fromWay)
            {
                _fromWay = null;
                var connection = await fromWay;
                connection?.Features.Set(PrivateWay.Instance);
                return connection;
            }
        }

        return null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _unbound.TrySetResult();
        if (_way is { } way)
            await way.UnbindAsync(cancellationToken);
        if (!_isLeft)
            await port.UnbindAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_way is { } way)
            await way.DisposeAsync();
        if (!_isLeft)
            await port.DisposeAsync();
        _atPort.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

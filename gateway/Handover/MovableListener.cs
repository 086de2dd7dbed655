using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Strangler.Gateway.Handover;

/// <summary>
/// A port that can be left to another process: from then on nothing is accepted there, and what comes over a private way instead is. The port's own socket is
/// never closed after that, since the other process shares it.
/// </summary>
internal sealed class MovableListener(IConnectionListener port) : IConnectionListener
{
    private readonly TaskCompletionSource<IConnectionListener> _way = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<ConnectionContext?>? _fromPort;
    private Task<ConnectionContext?>? _fromWay;
    private volatile bool _isLeft;

    public EndPoint EndPoint => port.EndPoint;

    /// <summary>Accepts from there too.</summary>
    public void Open(IConnectionListener way) => _way.TrySetResult(way);

    /// <summary>Accepts nothing more at the port, but for the one connection that is being waited for already.</summary>
    public void Leave() => _isLeft = true;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (!_unbound.Task.IsCompleted)
        {
            if (_fromPort is null && !_isLeft)
                _fromPort = port.AcceptAsync(CancellationToken.None).AsTask();
            if (_fromWay is null && _way.Task.IsCompletedSuccessfully)
                _fromWay = _way.Task.Result.AcceptAsync(CancellationToken.None).AsTask();

            var other = _fromWay ?? (Task)_way.Task;
            await (_fromPort is null ? Task.WhenAny(other, _unbound.Task) : Task.WhenAny(_fromPort, other, _unbound.Task)).WaitAsync(cancellationToken);
            if (_fromPort is { IsCompleted: true } fromPort)
            {
                _fromPort = null;
                return await fromPort;
            }

            if (_fromWay is { IsCompleted: true } fromWay)
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
        if (_way.Task.IsCompletedSuccessfully)
            await _way.Task.Result.UnbindAsync(cancellationToken);
        if (!_isLeft)
            await port.UnbindAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_way.Task.IsCompletedSuccessfully)
            await _way.Task.Result.DisposeAsync();
        if (!_isLeft)
            await port.DisposeAsync();
    }
}

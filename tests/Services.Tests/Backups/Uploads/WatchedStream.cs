using Strangler.Services.Tests.Hosting;

namespace Strangler.Services.Tests.Backups.Uploads;

/// <summary>Another stream's bytes, with something done once when so many of them have been read.</summary>
internal sealed class WatchedStream(Stream inner, long after, Action act) : BodyStream
{
    private long _read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        if (_read < after && _read + read >= after)
            act();
        _read += read;
        return read;
    }
}

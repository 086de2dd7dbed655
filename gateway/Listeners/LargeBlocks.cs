using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Strangler.Gateway.Listeners;

/// <summary>
/// The blocks that connections read into and write from. Kestrel's own are of 4 KiB, one system call each: most of the time of a large
/// upload went into these. A connection that waits for its client holds none. Only so many are large at once, and the others as small as
/// Kestrel's own: thousands of sockets that are told the same hold one each.
/// </summary>
internal sealed class LargeBlocks : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    private const int LargeSize = 32 * 1024;
    private const int MostLarge = 256;

    private int _largeOut;

    public override int MaxBufferSize => Shared.MaxBufferSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) =>
        minBufferSize <= LargeSize && TryTakeLarge() ? new Large(this) : Shared.Rent(minBufferSize);

    /// <summary>All parts of Kestrel share one.</summary>
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    /// <summary>The memory belongs to the pool that all share.</summary>
    protected override void Dispose(bool disposing)
    {
    }

    private bool TryTakeLarge()
    {
        if (Interlocked.Increment(ref _largeOut) <= MostLarge)
            return true;
        Interlocked.Decrement(ref _largeOut);
        return false;
    }

    private sealed class Large(LargeBlocks blocks) : IMemoryOwner<byte>
    {
        private byte[]? _array = ArrayPool<byte>.Shared.Rent(LargeSize);

        public Memory<byte> Memory => _array;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _array, null) is not { } array)
                return;
            ArrayPool<byte>.Shared.Return(array);
            Interlocked.Decrement(ref blocks._largeOut);
        }
    }
}

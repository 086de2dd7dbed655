using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Strangler.Gateway.Listeners;

/// <summary>
/// The blocks that connections read into and write from. Kestrel's own are of 4 KiB, one system call each: most of the time of a large
/// upload went into these. A connection that waits holds one.
/// </summary>
internal sealed class LargeBlocks : MemoryPool<byte>
{
    private const int BlockSize = 32 * 1024;

    public override int MaxBufferSize => Shared.MaxBufferSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => Shared.Rent(Math.Max(minBufferSize, BlockSize));

    /// <summary>The memory belongs to the pool that all share.</summary>
    protected override void Dispose(bool disposing)
    {
    }

    /// <summary>Gives them to Kestrel.</summary>
    public sealed class Factory : IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new LargeBlocks();
    }
}

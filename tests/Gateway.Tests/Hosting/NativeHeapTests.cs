using Strangler.Gateway.Hosting;

namespace Strangler.Gateway.Tests.Hosting;

public sealed class NativeHeapTests
{
    /// <summary>Alpine's library has no arenas; the others of Linux have.</summary>
    [Fact]
    public void Arenas_AreLimited_WhereThereAreSome() =>
        Assert.Equal(OperatingSystem.IsLinux() && !File.Exists("/etc/alpine-release") && Environment.GetEnvironmentVariable("MALLOC_ARENA_MAX") is null, NativeHeap.Share());
}

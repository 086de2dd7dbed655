namespace Strangler.Gateway.Tests.Legacy;

/// <summary>One topology for a class whose requests leave nothing behind but their heads, which legacy notes.</summary>
public sealed class ProxyFixture : IAsyncDisposable
{
    internal ProxyTopology Value { get; } = new(RawLegacy.Answering(RawLegacy.Ok));

    public ValueTask DisposeAsync() => Value.DisposeAsync();
}

using Microsoft.Extensions.Time.Testing;
using Strangler.Gateway.Metrics;
using Strangler.ShadowDiff.Store;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Metrics;

/// <summary>A figure that takes a while to find keeps no scrape waiting.</summary>
public sealed class SlowFigureTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _found = new(0);
    private int _finds;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_NeverWaits_AndFindsAnewOnlyWhatIsOld()
    {
        var figure = Figure();
        Assert.Equal([null, null], [figure.Read(), figure.Read()]);

        _found.Release();
        Assert.Equal("1", await Eventually.GetAsync(figure.Read, value => value is not null, Token));
        Assert.Equal("1", figure.Read());
        Assert.Equal(1, Volatile.Read(ref _finds));

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("1", figure.Read()); // and the next is looked for
        _found.Release();
        Assert.Equal("2", await Eventually.GetAsync(figure.Read, value => value != "1", Token));
        Assert.Equal(2, Volatile.Read(ref _finds));
    }

    [Fact]
    public async Task Read_WhileFindingFails_GivesTheLast()
    {
        var fails = false;
        var figure = new SlowFigure<string>(
            () => Interlocked.Increment(ref _finds) is var found && Volatile.Read(ref fails) ? throw new StoreException("locked") : Task.FromResult($"{found}"), TimeSpan.Zero, _time);
        await Eventually.GetAsync(figure.Read, value => value is not null, Token);

        Volatile.Write(ref fails, true);
        var tried = Volatile.Read(ref _finds) + 2;
        await Eventually.IsTrueAsync(() => figure.Read() is not null && Volatile.Read(ref _finds) > tried, Token);
        var last = figure.Read();
        Assert.NotNull(last);

        Volatile.Write(ref fails, false);
        await Eventually.GetAsync(figure.Read, value => value != last, Token);
    }

    public void Dispose() => _found.Dispose();

    private SlowFigure<string> Figure() => new(
        async () =>
        {
            await _found.WaitAsync(Token);
            return $"{Interlocked.Increment(ref _finds)}";
        },
        TimeSpan.FromMinutes(1),
        _time);
}

using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Topology;

public sealed class EventuallyTests
{
    [Fact]
    public async Task Get_ReturnsTheFirstValueThatWillDo()
    {
        var looks = 0;

        Assert.Equal(3, await Eventually.GetAsync(() => ++looks, seen => seen >= 3, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Get_GivenUp_SaysWhatItWaitedForAndWhatItSawLast()
    {
        using var stop = new CancellationTokenSource();
        var looks = 0;
        string[] Look()
        {
            if (++looks == 3)
                stop.Cancel();
            return ["look", $"{looks}"];
        }

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => Eventually.GetAsync(() => Look(), seen => seen is ["found"], stop.Token));

        Assert.Equal("""Waited in vain for seen => seen is ["found"] of () => Look(). Seen last: [look, 3]""", failure.Message);
    }

    [Fact]
    public async Task IsTrue_TheLookItselfHangs_IsGivenUp()
    {
        using var stop = new CancellationTokenSource();
        async Task<bool> HangAsync()
        {
            await stop.CancelAsync();
            await Hang.UntilAsync(TestContext.Current.CancellationToken);
            return true;
        }

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => Eventually.IsTrueAsync(HangAsync, stop.Token));

        Assert.Equal("Waited in vain for HangAsync. Seen last: nothing yet", failure.Message);
    }
}

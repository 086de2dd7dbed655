using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Trials;

namespace Strangler.ShadowDiff.Tests.Trials;

public sealed class TrialQueueTests
{
    private static readonly ResponsePair AsAnswered = Pairs.Json("[1]", "[1]");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Bytes_AreThoseOfAlteredBodiesAlone()
    {
        Assert.Equal(0, Look(AsAnswered, AsAnswered).AlteredBytes);
        Assert.Equal(100 + 70, Look(Altered(100), Altered(70)).AlteredBytes);
    }

    [Fact]
    public async Task Add_BeyondTheBytes_IsSkipped_UntilWhatWasTakenIsDone()
    {
        var queue = new TrialQueue(10, 200);
        queue.Add(Look(Altered(150)));
        queue.Add(Look(Altered(60)));
        queue.Add(Look(Altered(50)));
        Assert.Equal(1, queue.Skipped);

        await using var taken = queue.TakeAsync().GetAsyncEnumerator(Token);
        Assert.True(await taken.MoveNextAsync());
        queue.Add(Look(Altered(60))); // the first is being asked, and held
        Assert.Equal(2, queue.Skipped);

        Assert.True(await taken.MoveNextAsync());
        queue.Add(Look(Altered(150)));
        Assert.Equal(2, queue.Skipped);
    }

    [Fact]
    public async Task Add_BeyondTheNumber_IsSkipped_AndTakesNoBytes()
    {
        var queue = new TrialQueue(1, 200);
        queue.Add(Look(Altered(10)));
        queue.Add(Look(Altered(180)));
        Assert.Equal(1, queue.Skipped);

        await using var taken = queue.TakeAsync().GetAsyncEnumerator(Token);
        Assert.True(await taken.MoveNextAsync());
        queue.Add(Look(Altered(190)));
        Assert.Equal(1, queue.Skipped);
    }

    private static ResponsePair Altered(int length) => AsAnswered with { Modern = AsAnswered.Modern with { Body = new byte[length] } };

    private static TrialLook Look(params ResponsePair[] altered) => new(
        Pairs.Exchange(AsAnswered, DateTimeOffset.UnixEpoch), default!, [.. altered.Prepend(AsAnswered).Select(pair => new TrialSample(null!, pair, Comparison.Equal))]);
}

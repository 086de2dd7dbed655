using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Backups.Receipts;
using Strangler.Services.Machine;

namespace Strangler.Services.Tests.Backups.Receipts;

/// <summary>One expected file, look by look (contract 7, Q24); the clock is a fake and there is no file.</summary>
public sealed class ExpectationTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly ReceiptsOptions _options = new();
    private readonly Expectation _expectation;

    public ExpectationTests() => _expectation = new(new ExpectedFile("job_1", "a.txt", "upload_1_a.txt", 5, "ab"), 1, _options, _time);

    [Fact]
    public void Look_NothingThere_LooksAgainAtTheNextRescan()
    {
        Assert.Equal(new NextStep(_options.RescanInterval), _expectation.Look(null));
        Assert.Equal("registered", _expectation.Status);
    }

    [Fact]
    public void Look_Whole_IsReadyOnceUnchangedForTheTimeOfStability()
    {
        Assert.Equal(new NextStep(_options.Stability), _expectation.Look(Facts(5)));
        Assert.Equal("verifying", _expectation.Status);
        _time.Advance(_options.Stability / 4);
        Assert.Equal(new NextStep(_options.Stability * 3 / 4), _expectation.Look(Facts(5)));

        _time.Advance(_options.Stability * 3 / 4);
        Assert.True(_expectation.Look(Facts(5)).IsReadyToHash);
    }

    [Fact]
    public void UntilStable_CountsFromTheLastChange()
    {
        _expectation.Look(Facts(5));
        _time.Advance(_options.Stability / 4);
        _expectation.Look(Facts(5));
        Assert.Equal(_options.Stability * 3 / 4, _expectation.UntilStable);
        _time.Advance(_options.Stability);
        Assert.Equal(TimeSpan.Zero, _expectation.UntilStable);
        _expectation.Look(Facts(5, changed: 1));
        Assert.Equal(_options.Stability, _expectation.UntilStable);
    }

    [Fact]
    public void Look_WholeButWrittenAgain_StartsAnew()
    {
        _expectation.Look(Facts(5));
        _time.Advance(_options.Stability);

        Assert.Equal(new NextStep(_options.Stability), _expectation.Look(Facts(5, changed: 1)));
    }

    [Fact]
    public void Look_Larger_Failed() =>
        Assert.Equal(ReceiptOutcome.Failed("File size (6) exceeded expected size (5)."), _expectation.Look(Facts(6)).Outcome);

    [Fact]
    public void Look_SeenAndGone_Failed()
    {
        _expectation.Look(Facts(3));

        Assert.Equal(ReceiptOutcome.Failed("File 'a.txt' disappeared during transfer."), _expectation.Look(null).Outcome);
    }

    [Fact]
    public void Look_NeverComes_IsGivenUpAndNotFailed()
    {
        _time.Advance(_options.GiveUpAfter - TimeSpan.FromTicks(1));
        Assert.Null(_expectation.Look(null).Outcome);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(ReceiptOutcome.GivenUp("File 'a.txt' did not arrive within 01:00:00."), _expectation.Look(null).Outcome);
    }

    [Fact]
    public void Look_Grows_HasItsTimeAgain()
    {
        _expectation.Look(Facts(1));
        _time.Advance(_options.GiveUpAfter);
        Assert.Equal(new NextStep(_options.RescanInterval), _expectation.Look(Facts(2)));
        _time.Advance(_options.GiveUpAfter);

        Assert.Equal(ReceiptOutcome.GivenUp("File 'a.txt' stayed at 2 of 5 bytes for 01:00:00."), _expectation.Look(Facts(2)).Outcome);
    }

    [Theory]
    [InlineData("ab", true)]
    [InlineData("AB", true)]
    [InlineData("cd", false)]
    public void Judge_Hash_Decides(string hash, bool verified) =>
        Assert.Equal(verified ? ReceiptOutcome.Verified : ReceiptOutcome.Failed("Hash mismatch. Expected ab, got cd."), _expectation.Judge(hash));

    [Fact]
    public async Task Complete_Twice_FirstCounts()
    {
        _expectation.Complete(ReceiptOutcome.Verified);
        _expectation.Complete(ReceiptOutcome.Failed("late"));
        _expectation.Withdraw();

        Assert.Equal(ReceiptOutcome.Verified, await _expectation.Outcome);
    }

    private static FileFacts Facts(long size, long changed = 0) => new(size, changed, 0);
}

using Strangler.Gateway.Watch;

namespace Strangler.Gateway.Tests.Watch;

/// <summary>The test's error rates, by simulation with fixed seeds: those that its settings promise, although it is asked after each sample.</summary>
public sealed class SequentialTestTests
{
    private const double Allowed = 0.02, More = 0.08, Beta = 0.05;

    /// <summary>Large, so that a simulation sees it; the bound is on all runs together, for ever.</summary>
    private const double Alpha = 0.1;

    [Theory]
    [InlineData(Allowed)]
    [InlineData(Allowed / 2)]
    [InlineData(0)]
    public void ShareThatIsInOrder_GivesAlarmNoMoreOftenThanPromised(double share)
    {
        const int routes = 2_000, samples = 10_000;
        var random = new Random(13);

        var alarms = Enumerable.Range(0, routes).Count(_ => FirstAlarm(New(), random, share, samples) is not null);

        // Three standard deviations of what is counted.
        Assert.InRange(alarms, 0, (int)((routes * Alpha) + (3 * Math.Sqrt(routes * Alpha * (1 - Alpha)))));
    }

    [Fact]
    public void ShareThatIsTooMuch_IsMissedByARunNoMoreOftenThanPromised()
    {
        const int runs = 4_000;
        var random = new Random(13);

        var missed = Enumerable.Range(0, runs).Count(_ => IsAccepted(New(), random, Allowed + More));

        Assert.InRange(missed, 0, (int)((runs * Beta) + (3 * Math.Sqrt(runs * Beta * (1 - Beta)))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100_000)]
    public void ShareThatIsTooMuch_IsFound_HoweverLongAllWasWell(int before)
    {
        var random = new Random(13);
        for (var i = 0; i < 100; i++)
        {
            var test = New(alpha: 0.0001);
            for (var sample = 0; sample < before; sample++)
                Assert.False(test.Add(isBad: false));

            Assert.NotNull(FirstAlarm(test, random, Allowed + More, samples: 5_000));
        }
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1_000_000, 30)]
    public void OnlyBadSamples_AreEnoughSoon(int before, int most)
    {
        var test = New(alpha: 0.0001);
        for (var sample = 0; sample < before; sample++)
            test.Add(isBad: false);

        Assert.InRange(FirstAlarm(test, new Random(13), share: 1, samples: 100)!.Value, 5, most);
    }

    [Fact]
    public void LegacysOwnShare_IsNoReason()
    {
        var random = new Random(13);

        var alarms = Enumerable.Range(0, 500).Count(_ => FirstAlarm(New(alpha: 0.0001), random, share: 0.2, samples: 5_000, known: 0.2) is not null);

        Assert.Equal(0, alarms);
        Assert.NotNull(FirstAlarm(New(alpha: 0.0001), random, share: 0.3, samples: 5_000, known: 0.2));
    }

    [Fact]
    public void Minimum_IsWaitedFor()
    {
        var test = new SequentialTest(Allowed, More, Alpha, Beta, minimum: 50);

        Assert.Equal(50, FirstAlarm(test, new Random(13), share: 1, samples: 100));
    }

    /// <summary>A sample that turns out to be bad weighs what it would have weighed at once.</summary>
    [Fact]
    public void Corrected_IsAsIfItHadBeenKnown()
    {
        var (corrected, known) = (New(alpha: 0.0001), New(alpha: 0.0001));
        for (var sample = 1; ; sample++)
        {
            Assert.False(corrected.Add(isBad: false));
            var isAlarm = known.Add(isBad: true);
            Assert.Equal(isAlarm, corrected.Correct());
            if (isAlarm)
                break;
        }

        var well = New();
        for (var sample = 0; sample < 1_000; sample++)
        {
            well.Add(isBad: true);
            well.Withdraw();
            Assert.False(well.IsAlarm());
        }
    }

    private static SequentialTest New(double alpha = Alpha) => new(Allowed, More, alpha, Beta, minimum: 1);

    private static int? FirstAlarm(SequentialTest test, Random random, double share, int samples, double known = 0)
    {
        for (var sample = 1; sample <= samples; sample++)
        {
            if (test.Add(random.NextDouble() < share, known))
                return sample;
        }

        return null;
    }

    private static bool IsAccepted(SequentialTest test, Random random, double share)
    {
        while (!test.Add(random.NextDouble() < share))
        {
            if (test.IsOver)
                return true;
        }

        return false;
    }
}

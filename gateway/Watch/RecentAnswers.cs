namespace Strangler.Gateway.Watch;

/// <summary>Modern's answers of some seconds, in ten slices, and how many of them were bad.</summary>
internal sealed class RecentAnswers(TimeSpan window, TimeProvider time)
{
    private const int Slices = 10;

    private readonly (long Number, int Answers, int Bad, int OfBoth, int Awaited)[] _slices = new (long, int, int, int, int)[Slices];
    private readonly long _start = time.GetTimestamp();

    /// <param name="isBad">Whether it failed.</param>
    /// <param name="isAwaited">Whether legacy is asked the same.</param>
    public void Add(bool isBad, bool isAwaited)
    {
        ref var slice = ref Now();
        slice.Answers++;
        slice.Bad += isBad ? 1 : 0;
        slice.Awaited += isAwaited ? 1 : 0;
    }

    /// <summary>Legacy has answered what modern failed at.</summary>
    public void Told(bool ofBoth)
    {
        ref var slice = ref Now();
        slice.Awaited--;
        slice.OfBoth += ofBoth ? 1 : 0;
    }

    /// <summary>Whether so many have failed, and such a share, of those at which legacy does not fail too.</summary>
    /// <param name="share">What is too much.</param>
    /// <param name="fewest">So many failures at least.</param>
    /// <param name="ofBoth">Which share of those of which nothing is known is taken for failures of both.</param>
    public bool AreTooMany(double share, double fewest, double ofBoth)
    {
        var (oldest, answers, bad, none) = (Number() - Slices, 0, 0, 0.0);
        foreach (var slice in _slices)
        {
            if (slice.Number <= oldest)
                continue;

            answers += slice.Answers;
            bad += slice.Bad;
            none += slice.OfBoth + (slice.Awaited * ofBoth);
        }

        return bad - none >= fewest && bad - none >= share * (answers - none);
    }

    private long Number() => 1 + (long)(time.GetElapsedTime(_start) / (window / Slices));

    private ref (long Number, int Answers, int Bad, int OfBoth, int Awaited) Now()
    {
        var number = Number();
        ref var slice = ref _slices[number % Slices];
        if (slice.Number != number)
            slice = (number, 0, 0, 0, 0);
        return ref slice;
    }
}

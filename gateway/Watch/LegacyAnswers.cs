namespace Strangler.Gateway.Watch;

/// <summary>
/// What legacy itself has lately answered on a route: what modern is held against. An answer that the gateway gave because legacy was not there, or not in time, is none of legacy's, and a
/// request at which both sides fail says nothing of either.
/// </summary>
internal sealed class LegacyAnswers(TimeProvider time)
{
    private const int Most = 500;

    /// <summary>What is allowed counts like so many answers, so that legacy's first error is no share of errors.</summary>
    private const double WeightOfAllowed = 100;

    /// <summary>A larger share that is not of late was a bad hour of legacy's, and no measure.</summary>
    private const double MostOfOld = 0.05;

    /// <summary>Errors in a row are one outage, whoever answers them for legacy: further ones say nothing more, and no good answers come between.</summary>
    private const int MostInARow = 5;

    /// <summary>Legacy must have answered so often before its times are anything to hold an answer against.</summary>
    private const int Fewest = 20;

    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly (long At, TimeSpan Took, AnswerKind Kind)[] _answers = new (long, TimeSpan, AnswerKind)[Most];
    private int _count;
    private int _next;

    private enum AnswerKind : byte
    {
        Good,
        Error,
        OfBoth,
    }

    public void Add(TimeSpan took, bool isError)
    {
        lock (_lock)
        {
            _answers[_next] = (time.GetTimestamp(), took, isError ? AnswerKind.Error : AnswerKind.Good);
            _next = (_next + 1) % Most;
            _count = Math.Min(_count + 1, Most);
        }
    }

    /// <summary>One of the last errors was at what modern fails at as well.</summary>
    public void WasOfBoth()
    {
        lock (_lock)
        {
            for (var back = 1; back <= _count; back++)
            {
                ref var answer = ref _answers[(_next - back + Most) % Most];
                if (answer.Kind != AnswerKind.Error)
                    continue;

                answer.Kind = AnswerKind.OfBoth;
                return;
            }
        }
    }

    /// <summary>Its own share of errors, two standard deviations up: what was seen is a sample.</summary>
    /// <param name="allowed">What is allowed where nothing is known.</param>
    public double Errors(double allowed)
    {
        lock (_lock)
        {
            var (all, bad) = Count(TimeSpan.MaxValue);
            var (recent, badOfLate) = Count(Lately);
            return Math.Max(Share(recent, badOfLate), Math.Min(Share(all, bad), Math.Max(MostOfOld, allowed)));
        }

        double Share(int answers, int bad) => (bad + (2 * Math.Sqrt(bad)) + (allowed * WeightOfAllowed)) / (answers + WeightOfAllowed);
    }

    /// <summary>What this share of its answers did not exceed: of those of late where they are enough, else of all; null where too little is known.</summary>
    public TimeSpan? Percentile(double percent)
    {
        lock (_lock)
        {
            TimeSpan[] times = [.. Times(Lately)];
            if (times.Length < Fewest)
                times = [.. Times(TimeSpan.MaxValue)];
            if (times.Length < Fewest)
                return null;

            Array.Sort(times);
            return times[(int)Math.Ceiling(times.Length * percent / 100) - 1];
        }
    }

    private (int Answers, int Bad) Count(TimeSpan age)
    {
        var (answers, bad, inARow) = (0, 0, 0);
        for (var i = 0; i < _count; i++)
        {
            ref readonly var answer = ref _answers[(_next - _count + i + Most) % Most];
            if (answer.Kind == AnswerKind.OfBoth || time.GetElapsedTime(answer.At) > age)
                continue;

            inARow = answer.Kind == AnswerKind.Error ? inARow + 1 : 0;
            if (inARow > MostInARow)
                continue;

            answers++;
            bad += inARow > 0 ? 1 : 0;
        }

        return (answers, bad);
    }

    private IEnumerable<TimeSpan> Times(TimeSpan age)
    {
        for (var i = 0; i < _count; i++)
        {
            if (time.GetElapsedTime(_answers[i].At) <= age)
                yield return _answers[i].Took;
        }
    }
}

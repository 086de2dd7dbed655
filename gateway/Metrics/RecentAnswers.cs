namespace Strangler.Gateway.Metrics;

/// <summary>How many of the newest answers were errors, five hundred to a thousand of them: what was once out of order does not count for ever. Adding allocates nothing and waits for nobody.</summary>
internal sealed class RecentAnswers
{
    private const int Half = 500;
    private const long One = 1L << 32;

    // The number of answers above, that of the errors among them below.
    private long _older;
    private long _newer;

    /// <summary>How many answers are counted, and how many of them were errors.</summary>
    public (int Answers, int Errors) Counts
    {
        get
        {
            var both = Interlocked.Read(ref _older) + Interlocked.Read(ref _newer);
            return ((int)(both >> 32), (int)both);
        }
    }

    public void Add(bool isError)
    {
        long now, next;
        do
        {
            now = Interlocked.Read(ref _newer);
            next = now + One + (isError ? 1 : 0);
        }
        while (Interlocked.CompareExchange(ref _newer, next >> 32 < Half ? next : 0, now) != now);

        if (next >> 32 == Half)
            Interlocked.Exchange(ref _older, next);
    }
}

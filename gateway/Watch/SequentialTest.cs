namespace Strangler.Gateway.Watch;

/// <summary>
/// Whether a share of bad samples is in order, asked after each sample. Wald's sequential probability ratio test (A. Wald, Annals of Mathematical Statistics 16, 1945), of the share that
/// is allowed against one that is too much, run again each time that it finds the first. Looking after each sample costs nothing: by Ville's inequality the ratio of a route that is in order ever
/// reaches 1/a with a probability of at most a. The k-th run has a = α / (k (k + 1)), and these add up to α: it is the probability of a false alarm over all runs, however many there are. A run
/// misses a share that is too much with a probability of at most β.
/// </summary>
/// <param name="allowed">The share that is in order, more than 0; it may be raised for each run.</param>
/// <param name="more">What makes it too much.</param>
/// <param name="alpha">α.</param>
/// <param name="beta">β.</param>
/// <param name="minimum">Fewest samples of a run before it gives alarm: to wait for them makes a false one rarer.</param>
internal sealed class SequentialTest(double allowed, double more, double alpha, double beta, int minimum)
{
    /// <summary>However bad legacy is, there is something left to be worse by; and what is too much is less than everything, or no good sample could speak for it.</summary>
    private const double MostAllowed = 0.9, MostTooMuch = 0.999;

    private readonly double _accept = Math.Log(beta);
    private double _onBad;
    private double _onGood;
    private double _alarm;
    private double _ratio;
    private double _runs;

    /// <summary>The share that is in order, in this run.</summary>
    public double Allowed { get; private set; }

    /// <summary>Whether the run has ended: the next sample begins another one. One that gives alarm goes on until that is <see cref="Heard"/>.</summary>
    public bool IsOver { get; private set; } = true;

    /// <summary>Samples of this run.</summary>
    public long Samples { get; private set; }

    /// <summary>Bad ones among them.</summary>
    public long Bad { get; private set; }

    /// <summary>Takes a sample.</summary>
    /// <param name="isBad">Whether it is one.</param>
    /// <param name="known">The share that is known to be in order, where a run begins.</param>
    /// <returns>Whether there are too many.</returns>
    public bool Add(bool isBad, double known = 0)
    {
        if (IsOver)
            Begin(known);

        Samples++;
        Bad += isBad ? 1 : 0;
        return Decide(isBad ? _onBad : _onGood);
    }

    /// <summary>The last sample of some moments ago was bad.</summary>
    /// <returns>Whether there are too many.</returns>
    public bool Correct()
    {
        if (IsOver || Bad == Samples)
            return false; // it was in an earlier run

        Bad++;
        return Decide(_onBad - _onGood);
    }

    /// <summary>A bad sample of some moments ago was none.</summary>
    public void Withdraw()
    {
        if (IsOver || Bad == 0)
            return;

        Samples--;
        Bad--;
        Decide(-_onBad);
    }

    /// <summary>Whether the run gives alarm, and would without so many of its bad samples.</summary>
    public bool IsAlarm(double without = 0) => !IsOver && Samples - without >= minimum && _ratio - (without * _onBad) >= _alarm;

    /// <summary>Ends a run that gives alarm, as that was heard.</summary>
    public void Heard() => IsOver |= IsAlarm();

    private bool Decide(double weight)
    {
        _ratio += weight;
        IsOver = _ratio <= _accept;
        return IsAlarm();
    }

    private void Begin(double known)
    {
        Allowed = Math.Clamp(known, allowed, MostAllowed);
        var tooMuch = Math.Min(Allowed + more, MostTooMuch);
        (_onBad, _onGood) = (Math.Log(tooMuch / Allowed), Math.Log((1 - tooMuch) / (1 - Allowed)));
        (_ratio, _runs, IsOver, Samples, Bad) = (0, _runs + 1, false, 0, 0);
        _alarm = Math.Log(_runs * (_runs + 1) / alpha);
    }
}

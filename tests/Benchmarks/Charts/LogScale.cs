namespace Strangler.Benchmarks.Charts;

/// <summary>An axis by powers of ten, from a place of the picture to another.</summary>
internal sealed class LogScale
{
    private readonly double _from;
    private readonly double _to;
    private readonly double _least;
    private readonly double _most;

    /// <param name="values">What is drawn on it; what is not above zero has no place.</param>
    /// <param name="from">Where the least stands.</param>
    /// <param name="to">Where the most stands.</param>
    public LogScale(IEnumerable<double> values, double from, double to)
    {
        var all = values.Where(value => value > 0).DefaultIfEmpty(1).ToList();
        (_from, _to, _least, _most) = (from, to, all.Min(), all.Max());
        if (_most < _least * 2)
            (_least, _most) = (_least / 2, _most * 2);
    }

    /// <summary>1, 2 and 5 times powers of ten within it; the powers alone where there are many.</summary>
    public IEnumerable<double> Marks =>
        from power in Enumerable.Range((int)Math.Floor(Math.Log10(_least)), (int)Math.Ceiling(Math.Log10(_most / _least)) + 2)
        from step in _most / _least > 200 ? (double[])[1] : [1, 2, 5]
        let mark = step * Math.Pow(10, power)
        where mark >= _least && mark <= _most
        select mark;

    public double At(double value) => _from + ((_to - _from) * Math.Log(Math.Max(value, _least) / _least) / Math.Log(_most / _least));
}

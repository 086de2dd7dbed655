namespace Strangler.EndToEnd.Tests.Soak;

/// <summary>Seeded noise.</summary>
internal sealed class Noise(int seed)
{
    private readonly Random _random = new(seed);
    private double _last;

    /// <summary>Of a normal distribution with deviation 1, each by itself.</summary>
    public double Next() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    /// <summary>The same, but so much of the one before is in each.</summary>
    public double Next(double memory) => _last = (memory * _last) + (Math.Sqrt(1 - (memory * memory)) * Next());
}

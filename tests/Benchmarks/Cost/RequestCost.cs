namespace Strangler.Benchmarks.Cost;

/// <summary>What a request costs the server.</summary>
/// <param name="Processor">Microseconds.</param>
/// <param name="Allocated">Bytes; null for what is not of .NET.</param>
/// <param name="Switches">How often a thread gave up a processor or had to; null where the system does not tell.</param>
internal sealed record RequestCost(double Processor, double? Allocated, double? Switches);

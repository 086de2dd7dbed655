namespace Strangler.Services.Machine;

/// <summary>Memory of the host in bytes. What is used and what is available need not add up to the total: caches are neither.</summary>
internal readonly record struct MemoryUse(double Total, double Available, double Used)
{
    /// <summary>Memory that is not available, in percent of the total with one decimal; 0 without any memory.</summary>
    public double Percent => Total <= 0 ? 0 : Math.Round((Total - Available) / Total * 100, 1);
}

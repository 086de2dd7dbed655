namespace Strangler.Services.Machine;

/// <summary>Load of the host in percent.</summary>
internal sealed record HostMetrics(double CpuPercent, double MemoryPercent);

namespace Strangler.Services.Host;

/// <summary>Load of the host in percent.</summary>
internal sealed record HostMetrics(double CpuPercent, double MemoryPercent);

using Strangler.Services.Machine;

namespace Strangler.Services.Routes.Observability;

/// <summary>The host and this process at one moment (contract 5, <c>/api/observability/system</c>).</summary>
/// <param name="Time">Unix seconds.</param>
internal sealed record SystemSample(double Time, double CpuPercent, MemoryUse Memory, DiskUse Disk, NetworkBytes Network, int Connections, int OpenFiles);

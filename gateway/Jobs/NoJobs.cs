using Strangler.Services.Jobs;

namespace Strangler.Gateway.Jobs;

/// <summary>The directory of a gateway without a module that starts jobs.</summary>
internal sealed class NoJobs : IJobDirectory
{
    public bool HasLive => false;

    public int Started => 0;

    public bool Owns(string jobId) => false;

    public ReadOnlyMemory<byte>? StatusOf(string jobId) => null;
}

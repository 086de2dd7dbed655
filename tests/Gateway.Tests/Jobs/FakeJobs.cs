using System.Collections.Concurrent;
using Strangler.Services.Backups.Jobs;

namespace Strangler.Gateway.Tests.Jobs;

/// <summary>Modern's jobs, as a test wants them: id and, for the socket, the record.</summary>
internal sealed class FakeJobs : IJobDirectory
{
    public ConcurrentDictionary<string, byte[]> Owned { get; } = new(StringComparer.Ordinal);

    public bool HasLive { get; set; }

    public int Live => HasLive ? Owned.Count : 0;

    public int Started => Owned.Count;

    public bool Owns(string jobId) => Owned.ContainsKey(jobId);

    public ReadOnlyMemory<byte>? StatusOf(string jobId) => Owned.TryGetValue(jobId, out var status) ? new(status) : null;

    public Task CancelAllAsync(CancellationToken cancellationToken)
    {
        Owned.Clear();
        return Task.CompletedTask;
    }
}

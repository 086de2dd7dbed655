namespace Strangler.Services.Backups.Jobs;

/// <summary>For a process that knows of no other place with jobs.</summary>
internal sealed class NoForeignJobs : IForeignJobs
{
    public bool HasLive => false;

    public Task<ReadOnlyMemory<byte>?> AskAsync(string method, string path, CancellationToken cancellationToken) => Task.FromResult<ReadOnlyMemory<byte>?>(null);
}

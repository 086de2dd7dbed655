namespace Strangler.Services.Backups.Jobs;

/// <summary>Jobs that run elsewhere and belong into the same lists. Whoever knows such a place supplies it; the default has none.</summary>
public interface IForeignJobs
{
    /// <summary>Whether any of them has not ended. While none has, nobody is asked.</summary>
    bool HasLive { get; }

    /// <summary>That place's own answer to a list-type route.</summary>
    /// <param name="method"><c>GET</c> or <c>POST</c>.</param>
    /// <param name="path">E.g. <c>/api/cancelable_jobs</c>.</param>
    /// <returns>The JSON of its 200; null when it does not answer so (the failure is logged there).</returns>
    Task<ReadOnlyMemory<byte>?> AskAsync(string method, string path, CancellationToken cancellationToken);
}

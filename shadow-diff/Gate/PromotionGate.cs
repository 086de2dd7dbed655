using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Gate;

/// <summary>Says whether a route has shown enough for modern to answer it (docs/architecture.md).</summary>
public sealed class PromotionGate
{
    /// <summary>How long a verdict waits for the disk: whoever asks <c>status</c> waits ten seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly EvidenceReader _evidence;
    private readonly GatewayDatabase _database;
    private readonly StoreWriter _writer;

    internal PromotionGate(EvidenceReader evidence, GatewayDatabase database, StoreWriter writer)
    {
        (_evidence, _database, _writer) = (evidence, database, writer);
    }

    /// <summary>Judges everything that has been compared until now.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public async Task<GateVerdict> JudgeAsync(string route, CancellationToken cancellationToken) =>
        (await JudgeAsync([route], cancellationToken))[route];

    /// <summary>As <see cref="JudgeAsync(string, CancellationToken)"/>, for several routes at one moment.</summary>
    /// <exception cref="StoreException">The database cannot be read.</exception>
    public async Task<IReadOnlyDictionary<string, GateVerdict>> JudgeAsync(IEnumerable<string> routes, CancellationToken cancellationToken)
    {
        await _writer.TryFlushInTimeAsync(cancellationToken);
        return await _database.ReadInTimeAsync(connection => routes.ToDictionary(route => route, route => _evidence.Judge(connection, route)), Patience, cancellationToken);
    }
}

using System.Data.Common;
using Strangler.Gateway.Handover;
using Strangler.Services.Backups.Jobs;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Jobs;

/// <summary>
/// What the database and the memory know of jobs, whenever the database can be used first: modern's own over a restart, and whose each job is. What
/// is old goes with the writes of <see cref="OwnershipLog"/>.
/// </summary>
internal sealed class JobsStore(LegacyJobs legacy, UnwrittenJobs modern, Predecessor earlier) : IStoreFeature
{
    private bool _isBegunAnew;

    /// <inheritdoc/>
    public IEnumerable<Migration> Migrations =>
    [
        new(
            2,
            """
            CREATE TABLE job (
                id TEXT PRIMARY KEY, created INTEGER NOT NULL, ended INTEGER, document TEXT NOT NULL) STRICT, WITHOUT ROWID;
            CREATE TABLE ownership (
                job_id TEXT PRIMARY KEY, side TEXT NOT NULL, started INTEGER NOT NULL) STRICT, WITHOUT ROWID;
            """),
    ];

    /// <inheritdoc/>
    public void Load(DbConnection connection)
    {
        legacy.Remember(OwnershipTable.Find(connection));
        modern.Load(connection);
        earlier.AreKnown();
    }

    /// <inheritdoc/>
    public void BeginAnew(DbConnection connection)
    {
        legacy.ReturnAll();
        _isBegunAnew = true;
    }

    /// <inheritdoc/>
    public PendingWrite? Take()
    {
        var owned = legacy.Take();
        if (owned.Count == 0 && modern.All is not { Count: > 0 } && !_isBegunAnew)
            return null;

        // As they are when they are written: an older state of a job never follows a newer one.
        var isBegunAnew = _isBegunAnew;
        _isBegunAnew = false;
        IReadOnlyList<StoredJob> written = [];
        return new(
            (connection, _) =>
            {
                OwnershipTable.Write(connection, owned);
                JobTable.Write(connection, written = isBegunAnew ? modern.Known : modern.All);
            },
            Return: () =>
            {
                legacy.Return(owned);
                _isBegunAnew |= isBegunAnew;
            },
            Committed: () => modern.Written(written));
    }
}

using System.Data.Common;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Triage;

/// <summary>Carries states between memory and the database, and changes of them to the audit, at once and durable.</summary>
internal sealed class TriageStore(TriageStates states, ITriageAudit audit) : IStoreFeature
{
    public IEnumerable<Migration> Migrations =>
    [
        new(
            3,
            """
            CREATE TABLE triage (
                fingerprint TEXT PRIMARY KEY, route TEXT NOT NULL, state TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
                at INTEGER NOT NULL, expires TEXT, method TEXT, clean INTEGER NOT NULL) STRICT, WITHOUT ROWID;
            """,
            Part: 3,
            Parts: 3),
    ];

    public void Load(DbConnection connection) => states.Load(TriageTable.Load(connection));

    public void BeginAnew(DbConnection connection) => states.Return(states.All());

    public PendingWrite? Take()
    {
        var pending = states.Take();
        return pending.IsEmpty ? null : new((connection, _) => Write(connection, pending), () => states.Return(pending), IsDurable: pending.Changes.Count > 0);
    }

    private void Write(DbConnection connection, PendingTriage pending)
    {
        TriageTable.Write(connection, pending.Entries.Values);
        pending.Changes.ForEach(change => audit.Add(connection, change));
    }
}

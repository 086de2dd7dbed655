using System.Data.Common;
using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Noise;

/// <summary>Carries what was learned between memory and the database.</summary>
internal sealed class NoiseStore(LearnedNoise noise) : IStoreFeature
{
    public IEnumerable<Migration> Migrations =>
    [
        new(
            4,
            """
            CREATE TABLE noise_route (route TEXT PRIMARY KEY, samples REAL NOT NULL) STRICT, WITHOUT ROWID;
            CREATE TABLE noise (
                route TEXT NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, raw REAL NOT NULL, noise REAL NOT NULL, form TEXT NOT NULL,
                PRIMARY KEY (route, at, kind)) STRICT, WITHOUT ROWID;
            """,
            Part: 1,
            Parts: 3),
        new(6, "ALTER TABLE noise ADD COLUMN bounds TEXT NOT NULL DEFAULT '';"),
    ];

    public void Load(DbConnection connection)
    {
        foreach (var state in NoiseTable.Read(connection))
            noise.Load(state);
    }

    public void BeginAnew(DbConnection connection) => noise.Return(noise.Snapshot());

    public PendingWrite? Take()
    {
        var learned = noise.Take();
        return learned.Count == 0 ? null : new((connection, _) => NoiseTable.Write(connection, learned), () => noise.Return(learned));
    }
}

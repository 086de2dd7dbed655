using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Jobs;

/// <summary>The tables of jobs in <c>gateway.db</c>: modern's own over a restart, and whose each job is. What is old goes with the writes of <see cref="OwnershipLog"/>.</summary>
internal sealed class JobsSchema : IStoreFeature
{
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
}

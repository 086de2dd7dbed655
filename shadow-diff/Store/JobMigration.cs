namespace Strangler.ShadowDiff.Store;

/// <summary>The tables of the gateway's jobs: modern's own over a restart, and whose each job is.</summary>
internal static class JobMigration
{
    public const string Step =
        """
        CREATE TABLE job (
            id TEXT PRIMARY KEY, created INTEGER NOT NULL, ended INTEGER, document TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE ownership (
            job_id TEXT PRIMARY KEY, side TEXT NOT NULL, started INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """;
}

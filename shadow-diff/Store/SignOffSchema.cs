namespace Strangler.ShadowDiff.Store;

/// <summary>What a sign-off needs: outcomes and divergences by hour (hours since 1970, UTC), and what QA said of a fingerprint.</summary>
internal static class SignOffSchema
{
    public const string Step =
        """
        CREATE TABLE coverage_hour (
            route TEXT NOT NULL, hour INTEGER NOT NULL, outcome TEXT NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (route, hour, outcome)) STRICT, WITHOUT ROWID;
        CREATE TABLE divergence_set (
            route TEXT NOT NULL, hour INTEGER NOT NULL, fingerprints TEXT NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (route, hour, fingerprints)) STRICT, WITHOUT ROWID;
        CREATE TABLE triage (
            fingerprint TEXT PRIMARY KEY, route TEXT NOT NULL, state TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL,
            at INTEGER NOT NULL, expires TEXT, method TEXT, clean INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """;
}

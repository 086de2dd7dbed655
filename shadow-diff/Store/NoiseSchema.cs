namespace Strangler.ShadowDiff.Store;

/// <summary>Learned volatility, what a sighting says about the code, and which exports were taken in.</summary>
internal static class NoiseSchema
{
    public const string Step =
        """
        CREATE TABLE noise_route (route TEXT PRIMARY KEY, samples REAL NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE noise (
            route TEXT NOT NULL, at TEXT NOT NULL, kind TEXT NOT NULL, raw REAL NOT NULL, noise REAL NOT NULL, form TEXT NOT NULL,
            PRIMARY KEY (route, at, kind)) STRICT, WITHOUT ROWID;
        ALTER TABLE divergence ADD COLUMN transient INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE divergence ADD COLUMN state INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE import (export TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """;
}

using Strangler.ShadowDiff.Store;
using Strangler.Testing;

namespace Strangler.Gateway.Tests;

public sealed class OwnDatabaseTests
{
    [Fact]
    public void Schema_OfAllFeatures_IsWholeAndOfTheReleasedVersion()
    {
        using var folder = new TemporaryFolder();
        using var database = OwnDatabase.Open(folder.Combine("gateway.db"));

        Assert.Equal(16L, database.Read(connection => connection.Scalar("PRAGMA user_version")));
        Assert.Equal(
            ["audit", "coverage", "coverage_hour", "divergence", "divergence_set", "example", "exchange", "import", "in_doubt", "job", "latch", "latency_day", "legacy_use", "legacy_use_since", "noise", "noise_route", "ownership", "plan", "shape", "suppression", "trace", "triage", "trial"],
            database.Read(connection => connection.Query(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name", row => row.GetString(0))));
    }
}

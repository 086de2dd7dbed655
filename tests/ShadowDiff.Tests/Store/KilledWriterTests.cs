using Strangler.ShadowDiff.Store;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Store;

public abstract class KilledWriterTests(TestEngine engine) : EngineTests(engine)
{
    [Fact]
    public async Task Kill_InTheMiddleOfWriting_LeavesASoundDatabaseWithAllThatWasCommitted()
    {
        for (var run = 1; run <= 3; run++)
        {
            var (rounds, audits) = await KilledWriter.WriteUntilKilledAsync(Place(), lines: 15);

            await using var store = new OpenStore(Place());
            if (Place().ConnectionString is null)
            {
                Assert.Equal("ok", store.Database.Read(connection => connection.Scalar("PRAGMA integrity_check")));
                Assert.Empty(store.Database.Read(connection => connection.Query("PRAGMA foreign_key_check", row => row.GetString(0))));
            }

            Assert.True(store.Audit.Latest(1)[0].Id >= audits);
            var parity = store.Board.Current()["status"];
            Assert.True(parity.Diverged >= rounds);
            Assert.InRange(Assert.Single(store.Noise.Snapshot()).Samples, 0.9 * rounds, parity.Diverged);
            Assert.Equal(parity.Diverged, Assert.Single(Assert.Single((await store.Reports.ReadAsync(Token)).Routes).Divergences).Count);
        }
    }
}

public sealed class SqliteKilledWriterTests() : KilledWriterTests(TestEngine.Sqlite());

public sealed class PostgresqlKilledWriterTests() : KilledWriterTests(TestEngine.Postgresql());

using Strangler.Testing.Processes;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Store;

/// <summary>Tests that run on each engine: what they find must not depend on it.</summary>
/// <param name="engine">The one of this class.</param>
public abstract class EngineTests(TestEngine engine) : IDisposable
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        engine.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A database; the same one for the same name.</summary>
    protected StorePlace Place(string name = "gateway.db")
    {
        Assert.SkipWhen(engine.IsServer && PostgresServer.Programs is null, "No PostgreSQL in /usr/lib/postgresql; ./test.sh installs Debian's package (postgresql).");
        return engine.Place(name);
    }
}

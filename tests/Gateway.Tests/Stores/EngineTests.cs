using Strangler.Testing.Processes;
using Strangler.Testing.Stores;

namespace Strangler.Gateway.Tests.Stores;

/// <summary>Tests that run on each engine of the store: what they find must not depend on it.</summary>
/// <param name="engine">The one of this class.</param>
public abstract class EngineTests(TestEngine engine) : IDisposable
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        engine.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The database of this test.</summary>
    protected StorePlace Place()
    {
        Assert.SkipWhen(engine.IsServer && PostgresServer.Programs is null, "No PostgreSQL in /usr/lib/postgresql; ./test.sh installs Debian's package (postgresql).");
        return engine.Place();
    }
}

using Strangler.Testing.Processes;

namespace Strangler.ShadowDiff.Tests.Store.Servers;

/// <summary>A server that tests may end and start again.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private PostgresServer? _server;

    public PostgresServer Server
    {
        get
        {
            Assert.SkipWhen(_server is null, "No PostgreSQL in /usr/lib/postgresql; ./test.sh installs Debian's package (postgresql).");
            return _server!;
        }
    }

    public async ValueTask InitializeAsync() => _server = PostgresServer.Programs is null ? null : await PostgresServer.StartAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}

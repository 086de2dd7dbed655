using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Strangler.ShadowDiff.Store;
using Strangler.ShadowDiff.Tests.Store;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.Testing.Stores;

namespace Strangler.ShadowDiff.Tests.Transfer;

public abstract class StoreFailureTests(TestEngine engine) : EngineTests(engine)
{
    [Theory]
    [InlineData("/reports", "text/plain")]
    [InlineData("/reports/status", "text/plain")]
    [InlineData("/api/sign-off/status?format=csv", "application/json")]
    public async Task Page_WhileTheDatabaseCannotBeRead_SaysSoWithoutAStackTrace(string page, string type)
    {
        await using var host = await ShadowHost.StartAsync(_ => Task.CompletedTask, _ => null, store: Place());
        host.Services.GetRequiredService<GatewayDatabase>().Read(connection => connection.Execute("ALTER TABLE divergence RENAME TO hidden"));

        using var answer = await host.Client.GetAsync(new Uri(page, UriKind.Relative), Token);

        var text = await answer.Content.ReadAsStringAsync(Token);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("cannot be used now", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }
}

public sealed class SqliteStoreFailureTests() : StoreFailureTests(TestEngine.Sqlite());

public sealed class PostgresqlStoreFailureTests() : StoreFailureTests(TestEngine.Postgresql());

using System.Text;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Jobs;

/// <summary>A jobs folder that cannot be written stops no start, and stands on the board until a backup can be started.</summary>
public sealed class JobFolderTests : IDisposable
{
    private readonly TemporaryFolder _jobs = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _jobs.Dispose();

    [Fact]
    public async Task FolderThatCannotBeWritten_StandsOnTheBoard_UntilItCan()
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1"), ("Services:Jobs:Folder", _jobs.Path)).With("live", "start_backup");
        using (Obstacles.Immutable(_jobs.Path))
        {
            gateway.Start();
            Assert.Contains($"Services:Jobs:Folder is '{_jobs.Path}', which cannot be written: ", await ProblemAsync(gateway), StringComparison.Ordinal);
            Assert.Contains("C# can start no backup", await gateway.Management.GetStringAsync("/", Token), StringComparison.Ordinal);
        }

        using var form = new MultipartFormDataContent { { new StringContent("no file", Encoding.UTF8), "username" } };
        using var answer = await gateway.Public.PostAsync("/api/start_backup", form, Token);

        Assert.Null(await ProblemAsync(gateway));
        Assert.DoesNotContain("C# can start no backup", await gateway.Management.GetStringAsync("/", Token), StringComparison.Ordinal);
    }

    private static async Task<string?> ProblemAsync(GatewayApp gateway) => (string?)(await gateway.BoardAsync())["jobs_problem"];
}

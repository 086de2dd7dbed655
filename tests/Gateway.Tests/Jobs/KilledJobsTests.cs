using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Jobs;
using Strangler.ShadowDiff.Store;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Jobs;

/// <summary>A gateway that is killed while it saves jobs.</summary>
public sealed class KilledJobsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => _folder.Combine("gateway.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_InTheMiddleOfSaving_KeepsEveryJobThatWasSaved()
    {
        for (var run = 0; run < 3; run++)
        {
            var saved = await SaveUntilKilledAsync(lines: 20);

            using var services = OwnDatabase.Services(Path);
            Assert.Equal("ok", services.GetRequiredService<GatewayDatabase>().Read(connection => connection.Scalar("PRAGMA integrity_check")));
            var kept = services.GetRequiredService<GatewayDatabase>().Read(JobTable.Find).Select(job => job.Id);
            Assert.Empty(Enumerable.Range(0, saved + 1).Select(KilledJobWriter.IdOf).Except(kept));
        }
    }

    private async Task<int> SaveUntilKilledAsync(int lines)
    {
        using var writer = Process.Start(KilledJobWriter.StartInfo(Path))!;
        try
        {
            var last = "";
            for (var i = 0; i < lines; i++)
                last = await writer.StandardOutput.ReadLineAsync(Token) ?? throw new InvalidOperationException(await writer.StandardError.ReadToEndAsync(Token));
            return int.Parse(last, CultureInfo.InvariantCulture);
        }
        finally
        {
            writer.Kill();
            await writer.WaitForExitAsync(CancellationToken.None);
        }
    }
}

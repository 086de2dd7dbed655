using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Strangler.Services.Configuration;
using Strangler.Services.Tests.Hosting;

namespace Strangler.Services.Tests.Configuration;

/// <summary>Settings, their ranges, and legacy's environment variables (contract 2).</summary>
public sealed class ServicesOptionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2000", 2000)]
    [InlineData(" 20_00 ", 2000)]
    [InlineData("", 1999)]
    [InlineData("abc", 1999)]
    [InlineData("20.5", 1999)]
    public async Task EnvironmentPort_OutranksTheSetting_UnlessItIsNoInteger(string variable, int expected)
    {
        await using var host = await ModuleHost.StartAsync([Setting("Services:BackupServerPort", "1999"), Setting("BACKUP_SERVER_PORT", variable)], Token);

        Assert.Contains($"\"backup_server_port\":{expected},", (await host.GetAsync("/api/server_info", Token)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", "localhost")]
    [InlineData("", "127.0.0.1")]
    public async Task EnvironmentHost_OutranksTheSetting_UnlessItIsEmpty(string variable, string expected)
    {
        await using var host = await ModuleHost.StartAsync([Setting("BACKUP_SERVER_HOST", variable)], Token);

        Assert.Equal(expected, host.Services.GetRequiredService<IOptions<ServicesOptions>>().Value.BackupServerHost);
    }

    [Theory]
    [InlineData("Services:BackupServerPort", "0")]
    [InlineData("Services:BackupServerPort", "65536")]
    [InlineData("BACKUP_SERVER_PORT", "99999")]
    [InlineData("Services:BackupServerHost", "")]
    [InlineData("Services:DefaultUsername", "")]
    [InlineData("Services:LegacyRoot", "/no/such/folder")]
    [InlineData("Services:ProbeTimeout", "00:00:03")]
    [InlineData("Services:ProbeFreshness", "-00:00:01")]
    [InlineData("Services:ProbePatience", "00:00:02.001")]
    [InlineData("Services:StopPatience", "00:01:00")]
    [InlineData("Services:ConnectBodyLimit", "10")]
    [InlineData("Services:Receipts:Folder", "")]
    [InlineData("Services:Receipts:DatabaseTimeoutSeconds", "0")]
    [InlineData("Services:Receipts:RescanInterval", "00:00:00.049")]
    [InlineData("Services:Receipts:Stability", "00:00:31")]
    [InlineData("Services:Receipts:GiveUpAfter", "00:00:59")]
    public async Task Setting_OutOfRange_IsRefusedAtStart(string key, string value)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ModuleHost.StartAsync([Setting(key, value)], Token));

        Assert.Contains(key.StartsWith("Services:", StringComparison.Ordinal) ? key.Split(':')[^1] : "BackupServerPort", error.Message, StringComparison.Ordinal);
    }

    private static KeyValuePair<string, string?> Setting(string key, string value) => new(key, value);
}

using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Launcher;

public sealed class OwnLegacyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Legacy_IsFrontedAndLeftRunning()
    {
        await using var legacy = await LegacyServer.StartAsync(new LegacyOptions(), Token);
        using var client = new HttpClient();
        var page = await client.GetStringAsync(legacy.Address, Token);

        await using (var launcher = await LauncherProgram.Start(["--public", "0", "--management", "0", "--legacy", $"{legacy.Address}"]).IsUpAsync(Token))
        {
            Assert.Equal(["gateway"], launcher.Children.Keys);
            Assert.Equal(page, await client.GetStringAsync(launcher.Gateway, Token));
        }

        Assert.Equal(page, await client.GetStringAsync(legacy.Address, Token));
    }
}

namespace Strangler.EndToEnd.Tests.Recordings.Sockets;

/// <summary>Ten clients and no more (contract 9.3), on servers of their own.</summary>
public sealed class SocketLimitTests
{
    public static TheoryData<string> Targets => [Target.Legacy.Name, Target.AtLegacy.Name, Target.AtLive.Name, Target.AtComplete.Name];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task EleventhClient_Connect_IsRejectedUntilOneLeaves(string target)
    {
        await using var installation = await Installation.StartAsync(
            new("sockets", _ => false) { BackupServerUp = true }, Target.All.Single(one => one.Name == target), Token);
        List<SocketClient> clients = [];
        for (var i = 0; i < 10; i++)
            clients.Add(await SocketClient.ConnectAsync(installation.Address, Token));

        using var eleventh = await SocketClient.OpenAsync(installation.Address, Token);
        await eleventh.ReceiveAsync();
        await eleventh.SendAsync("40");
        Assert.Equal(SocketDocument.Incoming(SocketDocument.Limit.GetProperty("eleventh_raw")).ElementAt(1), await eleventh.ReceiveAsync());

        clients[0].Dispose();
        await eleventh.SendAsync("40");
        while (await eleventh.ReceiveAsync() is { } packet && !packet.StartsWith("42[\"status\"", StringComparison.Ordinal))
            await eleventh.SendAsync("40");

        clients.ForEach(client => client.Dispose());
    }
}

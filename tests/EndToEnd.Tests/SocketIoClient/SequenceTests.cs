using System.Collections.Concurrent;
using Strangler.EndToEnd.Tests.Recordings;
using Strangler.EndToEnd.Tests.Recordings.Sockets;

namespace Strangler.EndToEnd.Tests.SocketIoClient;

/// <summary>socket.io-client itself, over each transport, hears the same from reference Flask and through the gateway, whoever answers there.</summary>
public sealed class SequenceTests(SharedInstallations shared) : IClassFixture<SharedInstallations>
{
    private static readonly string[] Transports = ["websocket", "polling", "polling,websocket"];

    private static readonly ConcurrentDictionary<string, IReadOnlyList<string>> OfFlask = new();

    /// <summary>Each transport against C#, and each stage once more.</summary>
    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = new() { { Target.AtLegacy.Name, Transports[^1] }, { Target.AtComplete.Name, Transports[0] } };
            foreach (var transports in Transports)
                cases.Add(Target.AtLive.Name, transports);
            return cases;
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Client_HearsTheSame_AsFromFlask(string target, string transports)
    {
        if (!OfFlask.TryGetValue(transports, out var expected))
            OfFlask[transports] = expected = await HearAsync(Target.Legacy.Name, transports);
        Assert.Contains(expected, line => line.StartsWith("[\"one client too many\",\"Connection rejected by server\"", StringComparison.Ordinal));

        Assert.Equal(expected, await HearAsync(target, transports));
    }

    private async Task<IReadOnlyList<string>> HearAsync(string target, string transports)
    {
        var installation = await shared.AtAsync(target);
        return await SocketIoClientPackage.RunAsync("sequence.mjs", [installation.Address.ToString(), transports], Token);
    }
}

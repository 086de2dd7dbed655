using System.Text.Json;
using System.Text.RegularExpressions;
using Strangler.Services.Tests.Hosting;
using Strangler.Testing;

namespace Strangler.Services.Tests.Realtime.Pages;

/// <summary>The frames that were recorded at the real server, sent again: the answers are the same, volatile values apart (contract 9.3, 9.4).</summary>
public sealed partial class ContractTests
{
    /// <summary>Sessions end after a packet of Engine.IO that is none, and the WebSocket is closed properly: Q20, Q35.</summary>
    private static readonly string[] Elsewhere = ["engine close"];

    public static TheoryData<string> Sequences => ["ws_packets", "ws_direct"];

    [Theory]
    [MemberData(nameof(Sequences))]
    public async Task Frames_SentAgain_AreAnsweredAsRecorded(string sequence)
    {
        using var port = BackupServerPort.Up();
        await using var host = await ModuleHost.StartAsync(port.Settings(), TestContext.Current.CancellationToken);
        await using var page = await PageSocket.OpenAsync(host.Address);
        var opened = Steady(await page.ReceiveAsync());
        Assert.Equal("""0{"sid":"SID","upgrades":[],"pingTimeout":20000,"pingInterval":10000,"maxPayload":1048576}""", opened);

        foreach (var (name, frames) in Steps(sequence))
        {
            var (sent, expected) = (frames.Where(frame => frame.Out).ToList(), frames.Where(frame => !frame.Out && !frame.Text.StartsWith('0')).ToList());
            foreach (var frame in sent)
                await page.SendAsync(frame.Text);
            foreach (var frame in expected)
                Assert.Equal((name, Steady(frame.Text)), (name, Steady(await page.ReceiveAsync())));
        }
    }

    private static IEnumerable<(string Name, List<(bool Out, string Text)> Frames)> Steps(string sequence) =>
        from step in Recorded().GetProperty("backup_server_up").GetProperty(sequence).EnumerateObject()
        where !Elsewhere.Contains(step.Name)
        select (step.Name, (from frame in step.Value.EnumerateArray()
                            where frame.GetProperty("dir").GetString() is "in" or "out" && frame.GetProperty("frame").ValueKind == JsonValueKind.String
                            let text = frame.GetProperty("frame").GetString()
                            where text != "2" && !frame.TryGetProperty("note", out _)
                            select (frame.GetProperty("dir").GetString() == "out", text)).ToList());

    private static JsonElement Recorded() =>
        JsonDocument.Parse(File.ReadAllBytes(RepositoryRoot.Combine("tests", "Recordings", "socketio.json"))).RootElement;

    private static string? Steady(string? frame) => frame is null ? null : Volatile().Replace(frame, "\"$1\":\"SID\"");

    [GeneratedRegex("\"(sid|timestamp|last_updated)\":(\"[^\"]*\"|[0-9.]+)")]
    private static partial Regex Volatile();
}

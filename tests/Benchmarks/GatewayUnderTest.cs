using System.Net.Mime;
using System.Text;
using Strangler.Testing.Processes;

namespace Strangler.Benchmarks;

/// <summary>The built gateway as a process, with a folder of its own.</summary>
internal static class GatewayUnderTest
{
    /// <param name="folder">Gets copies of the JSON files, and the database.</param>
    /// <param name="upstream">What it takes for legacy.</param>
    /// <param name="settings">Further settings: <c>ShadowDiff:SampleRate=0</c>.</param>
    public static Task<ServerProcess> StartAsync(string folder, Uri upstream, params IEnumerable<string> settings)
    {
        // artifacts/bin/Benchmarks/release beside artifacts/bin/Gateway/release
        var bin = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(bin.Parent!.Parent!.FullName, "Gateway", bin.Name, "Gateway.dll");
        GatewayFolder.Fill(folder);
        return ServerProcess.StartAsync(
            program,
            hasManagement: true,
            [
                $"--Config={folder}",
                "--Gateway:Public=http://127.0.0.1:0",
                "--Gateway:Management=http://127.0.0.1:0",
                "--Gateway:StateFolder=",
                "--Gateway:ExitWithStdin=true",
                "--Gateway:ConnectionLimit=1000", // counted as ever, but never in the way of this many clients on one address
                "--Gateway:PageConnectionLimit=1000",
                $"--ReverseProxy:Clusters:legacy:Destinations:flask:Address={upstream}",
                $"--ShadowDiff:Database={Path.Combine(folder, "gateway.db")}",
                "--Logging:LogLevel:Default=Warning",
                .. settings.Select(setting => $"--{setting}"),
            ]);
    }

    public static async Task SetStageAsync(HttpClient management, string stage)
    {
        using var body = new StringContent($$"""{"stage":"{{stage}}","who":"benchmark","reason":"benchmark","force":true}""", Encoding.UTF8, MediaTypeNames.Application.Json);
        (await management.PostAsync("/api/routes/status/stage", body)).EnsureSuccessStatusCode();
    }
}

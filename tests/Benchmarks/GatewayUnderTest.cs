using System.Net.Mime;
using System.Text;
using Strangler.Testing.Processes;

namespace Strangler.Benchmarks;

/// <summary>The built gateway as a process, with a folder of its own.</summary>
internal static class GatewayUnderTest
{
    /// <summary>What the build has beside this program: artifacts/bin/Gateway/release.</summary>
    public static string Built
    {
        get
        {
            var bin = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(bin.Parent!.Parent!.FullName, "Gateway", bin.Name, "Gateway.dll");
        }
    }

    /// <param name="folder">Gets copies of the JSON files, and the database.</param>
    /// <param name="upstream">What it takes for legacy.</param>
    /// <param name="settings">Further settings: <c>ShadowDiff:SampleRate=0</c>.</param>
    public static Task<ServerProcess> StartAsync(string folder, Uri upstream, params IReadOnlyList<string> settings) =>
        StartAsync(Built, folder, upstream, new Dictionary<string, string>(), settings);

    /// <summary>The same of any build of it, with variables of its own.</summary>
    public static Task<ServerProcess> StartAsync(string program, string folder, Uri upstream, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> settings)
    {
        GatewayFolder.Fill(folder);
        return ServerProcess.StartAsync(
            program,
            hasManagement: true,
            environment,
            [
                $"--Config={folder}",
                "--Gateway:Public=http://127.0.0.1:0",
                "--Gateway:Management=http://127.0.0.1:0",
                "--Gateway:StateFolder=",
                "--Gateway:ExitWithStdin=true",
                "--Gateway:ConnectionLimit=10000", // counted as ever, but never in the way of this many clients on one address
                "--Gateway:PageConnectionLimit=10000",
                $"--ReverseProxy:Clusters:legacy:Destinations:flask:Address={upstream}",
                $"--ShadowDiff:Database={Path.Combine(folder, "gateway.db")}",
                "--Logging:LogLevel:Default=Warning",
                .. settings.Select(setting => $"--{setting}"),
            ]);
    }

    /// <summary>Puts a <c>yarp.json</c> into the folder that has so many routes more than the shipped one.</summary>
    public static void AddRoutes(string folder, int routes)
    {
        GatewayFolder.Fill(folder);
        var file = Path.Combine(folder, "yarp.json");
        var text = File.ReadAllText(file);
        var place = text.IndexOf('{', text.IndexOf("\"Routes\"", StringComparison.Ordinal)) + 1;
        var added = Enumerable.Range(0, routes).Select(i => $$$"""
            "extra_{{{i}}}": { "ClusterId": "legacy", "Match": { "Path": "/api/extra/{{{i}}}" }, "Metadata": { "Route": "extra_{{{i}}}" } },
            """);
        File.WriteAllText(file, text.Insert(place, string.Concat(added)));
    }

    public static async Task SetStageAsync(HttpClient management, string stage, string route = "status")
    {
        using var body = new StringContent($$"""{"stage":"{{stage}}","who":"benchmark","reason":"benchmark","force":true}""", Encoding.UTF8, MediaTypeNames.Application.Json);
        (await management.PostAsync($"/api/routes/{route}/stage", body)).EnsureSuccessStatusCode();
    }
}

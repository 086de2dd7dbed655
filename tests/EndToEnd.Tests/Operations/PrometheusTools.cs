using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Operations;

/// <summary>Prometheus and promtool: those on the path, or Debian's, which <c>./test.sh</c> unpacks.</summary>
internal static class PrometheusTools
{
    private const string Missing = "No Prometheus on the path or in artifacts/prometheus; ./test.sh unpacks Debian's package there (apt-get download prometheus).";

    private static readonly string Unpacked = RepositoryRoot.Combine("artifacts", "prometheus", "usr", "bin");

    /// <summary>The server; skips the test where there is none.</summary>
    public static string Server => Find("prometheus");

    /// <summary>What promtool says; it must find nothing wrong.</summary>
    public static async Task<string> CheckAsync(IEnumerable<string> arguments, CancellationToken cancellationToken, string input = "")
    {
        await using var promtool = ChildProcess.Start(Find("promtool"), arguments, RepositoryRoot.Combine("deploy", "prometheus"));
        await promtool.GiveAsync(input);
        var exitCode = await promtool.ExitCodeAsync(cancellationToken);
        Assert.True(exitCode == 0, $"promtool ended with code {exitCode}.\n{promtool.Output}");
        return promtool.Output;
    }

    private static string Find(string program)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append(Unpacked).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        Assert.SkipUnless(found is not null, Missing);
        return found!;
    }
}

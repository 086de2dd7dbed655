using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Packages;

/// <summary>A program of this machine that a test needs to succeed.</summary>
internal static class HostProgram
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Gives its output.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (exitCode, output) = await TryAsync(program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}: exit code {exitCode}\n{output}");
        return output;
    }

    public static async Task<(int ExitCode, string Output)> TryAsync(string program, params string[] arguments)
    {
        await using var process = ChildProcess.Start(program, arguments, "/");
        await process.GiveAsync("");
        return (await process.ExitCodeAsync(Token), process.Output);
    }
}

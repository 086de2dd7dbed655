using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.SocketIoClient;

/// <summary>socket.io-client, the client of today's pages, of the version and content that <c>package-lock.json</c> pins: npm brings it, at the first use.</summary>
internal static class SocketIoClientPackage
{
    private static readonly string Source = RepositoryRoot.Combine("tests", "EndToEnd.Tests", "SocketIoClient");
    private static readonly string Installed = RepositoryRoot.Combine("artifacts", "socket.io-client");
    private static readonly string Npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    private static readonly Lazy<Task<string?>> Problem = new(InstallAsync);

    /// <summary>The build for browsers, which pages load by a script tag.</summary>
    public static async Task<string> BrowserScriptAsync()
    {
        await RequireAsync();
        return Path.Combine(Installed, "node_modules", "socket.io-client", "dist", "socket.io.min.js");
    }

    /// <summary>What a script of this folder writes, line by line; it must end well.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string script, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        await RequireAsync();
        await using var node = ChildProcess.Start("node", [Path.Combine(Installed, script), .. arguments], Installed);
        var exitCode = await node.ExitCodeAsync(cancellationToken);
        Assert.True(exitCode == 0, $"{script} ended with code {exitCode}.\n{node.Output}");
        return node.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private static async Task RequireAsync() => Assert.SkipUnless(await Problem.Value is null, $"No socket.io-client: {await Problem.Value}");

    /// <summary>Null once it is there, else why it is not.</summary>
    private static async Task<string?> InstallAsync()
    {
        Directory.CreateDirectory(Installed);
        var isInstalled = IsInstalled();
        foreach (var file in Directory.EnumerateFiles(Source).Where(file => Path.GetExtension(file) is ".json" or ".mjs"))
            File.Copy(file, Path.Combine(Installed, Path.GetFileName(file)), overwrite: true);
        if (isInstalled)
            return null;

        try
        {
            await using var npm = ChildProcess.Start(Npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], Installed);
            return await npm.ExitCodeAsync(CancellationToken.None) == 0 ? null : $"npm could not install it.\n{npm.Output}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "npm is not on the path: install Node.js with npm (apt-get install nodejs npm).";
        }
    }

    /// <summary>npm keeps what it has installed in a file of its own, which it writes last.</summary>
    private static bool IsInstalled()
    {
        const string Lock = "package-lock.json";
        var last = Path.Combine(Installed, Lock);
        return File.Exists(Path.Combine(Installed, "node_modules", ".package-lock.json")) && File.Exists(last)
            && File.ReadAllText(last) == File.ReadAllText(Path.Combine(Source, Lock));
    }
}

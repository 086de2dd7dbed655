using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Npm;

/// <summary>Packages of the versions and content that the <c>package-lock.json</c> of a folder of these tests pins: npm brings them, at the first use.</summary>
/// <param name="folder">The folder, which has the scripts that use them too.</param>
/// <param name="installed">Where they go, in <c>artifacts</c>.</param>
internal sealed class NpmPackages(string folder, string installed)
{
    private static readonly string Npm = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    private readonly string _source = RepositoryRoot.Combine("tests", "EndToEnd.Tests", folder);
    private readonly string _installed = RepositoryRoot.Combine("artifacts", installed);
    private readonly Lock _lock = new();
    private Task<string?>? _problem;

    /// <summary>The full path of a file of a package.</summary>
    public async Task<string> FileAsync(params string[] names)
    {
        await RequireAsync();
        return Path.Combine([_installed, "node_modules", .. names]);
    }

    /// <summary>What a script of the folder writes, line by line; it must end well.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(string script, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        await RequireAsync();
        await using var node = ChildProcess.Start("node", [Path.Combine(_installed, script), .. arguments], _installed);
        var exitCode = await node.ExitCodeAsync(cancellationToken);
        Assert.True(exitCode == 0, $"{script} ended with code {exitCode}.\n{node.Output}");
        return node.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private async Task RequireAsync()
    {
        lock (_lock)
            _problem ??= InstallAsync();
        Assert.SkipUnless(await _problem is null, $"The packages of {folder} are missing: {await _problem}");
    }

    /// <summary>Null once they are there, else why they are not.</summary>
    private async Task<string?> InstallAsync()
    {
        Directory.CreateDirectory(_installed);
        var isInstalled = IsInstalled();
        foreach (var file in Directory.EnumerateFiles(_source).Where(file => Path.GetExtension(file) is ".json" or ".mjs"))
            File.Copy(file, Path.Combine(_installed, Path.GetFileName(file)), overwrite: true);
        if (isInstalled)
            return null;

        try
        {
            await using var npm = ChildProcess.Start(Npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], _installed);
            return await npm.ExitCodeAsync(CancellationToken.None) == 0 ? null : $"npm could not install them.\n{npm.Output}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "npm is not on the path: install Node.js with npm (apt-get install nodejs npm).";
        }
    }

    /// <summary>npm keeps what it has installed in a file of its own, which it writes last.</summary>
    private bool IsInstalled()
    {
        const string Lock = "package-lock.json";
        var last = Path.Combine(_installed, Lock);
        return File.Exists(Path.Combine(_installed, "node_modules", ".package-lock.json")) && File.Exists(last)
            && File.ReadAllText(last) == File.ReadAllText(Path.Combine(_source, Lock));
    }
}

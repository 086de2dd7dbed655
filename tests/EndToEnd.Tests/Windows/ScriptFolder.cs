using System.Text;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Windows;

/// <summary>
/// The scripts in a folder whose name has all that a shell may trip over, called from another folder, with a stand-in for the SDK's command that notes how it is called
/// (<c>tests/ScriptedClient</c>). What it is said to have built are empty files.
/// </summary>
internal sealed class ScriptFolder : IDisposable
{
    private static readonly string[] Scripts = ["run", "test", "package", "cutover", "deploy/launch"];
    private static readonly string[] Tools = ["bash", "cat", "cut", "dirname", "mkdir", "mv", "paste", "readlink", "touch"];

    private readonly TemporaryFolder _folder = new();

    public ScriptFolder()
    {
        foreach (var script in Scripts.SelectMany(script => new[] { script, script + ".sh", script + ".cmd", script + ".ps1" }).Where(script => File.Exists(RepositoryRoot.Combine(script))))
            File.Copy(RepositoryRoot.Combine(script), PlaceOf(script));
        foreach (var file in (string[])["deploy/launcher/Launcher.csproj", "artifacts/launcher/release/strangler-launcher.dll", "artifacts/bin/CommandLine/release/cutover.dll"])
            File.WriteAllText(PlaceOf(file), "");
        Directory.CreateDirectory(_folder.Combine("elsewhere"));
        Directory.CreateDirectory(Sdk);
        foreach (var tool in Tools)
            File.CreateSymbolicLink(Path.Combine(Sdk, tool), $"/usr/bin/{tool}");
        PutStandIn();
    }

    /// <summary>How the SDK's command was called: an argument that is a path to something has its name alone.</summary>
    public IReadOnlyList<string> Calls => File.Exists(CallsFile) ? File.ReadAllLines(CallsFile) : [];

    // No percent sign: Wine's cmd reads what a variable holds once more.
    private string Root => _folder.Combine("zażółć & (x86) [1]");

    private string Sdk => _folder.Combine("sdk", "windows");

    private string CallsFile => _folder.Combine("calls");

    public bool Has(string path) => File.Exists(Path.Combine(Root, path));

    /// <summary>As on a machine that has no .NET at all.</summary>
    public void RemoveDotNet()
    {
        File.Delete(Path.Combine(Sdk, "dotnet"));
        File.Delete(Path.Combine(Sdk, "dotnet.exe"));
    }

    /// <summary>Runs a script; gives its exit code and all that it has said. What was noted before is forgotten.</summary>
    /// <param name="shell">Which of the scripts.</param>
    /// <param name="name">Without an extension.</param>
    /// <param name="codes">What the SDK's command ends with when an argument is this, e.g. <c>fresh=1;run=7</c>; else with 0.</param>
    /// <param name="arguments">The script's.</param>
    public async Task<(int ExitCode, string Output)> RunAsync(string shell, string name, string codes, params string[] arguments)
    {
        File.Delete(CallsFile);
        var isCmd = shell == "cmd";
        var environment = new Dictionary<string, string?>
        {
            ["STRANGLER_CALLS"] = isCmd ? Wine.PathOf(CallsFile) : CallsFile,
            ["STRANGLER_CODES"] = codes,
        };
        await using var run = shell switch
        {
            "sh" => StartBash(name, arguments, environment),
            "ps1" => await StartPowerShellAsync(name, arguments, environment),
            _ => StartCmd(name, arguments, environment),
        };
        return (await run.ExitCodeAsync(TestContext.Current.CancellationToken), run.Output);
    }

    public void Dispose() => _folder.Dispose();

    private ChildProcess StartBash(string name, string[] arguments, Dictionary<string, string?> environment)
    {
        var script = Path.Combine(Root, name == "cutover" ? name : name + ".sh");
        environment["PATH"] = Sdk;
        return ChildProcess.Start("bash", [script, .. arguments], _folder.Combine("elsewhere"), environment);
    }

    private async Task<ChildProcess> StartPowerShellAsync(string name, string[] arguments, Dictionary<string, string?> environment)
    {
        var found = await PowerShell.FindAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(found is null, PowerShell.NotFound);
        string[] typed = [Path.Combine(Root, name + ".ps1"), .. arguments];
        // The tool is found from the top of the tree, and by the real command.
        var command = $"$env:PATH = '{Sdk}'; Set-Location '{_folder.Combine("elsewhere")}'; & {string.Join(' ', typed.Select(Quote))}; exit $LASTEXITCODE";
        return ChildProcess.Start(found!.Program, [.. found.Arguments, "-NoProfile", "-Command", command], RepositoryRoot.Path, environment);

        // Without quotes PowerShell keeps two dashes for itself.
        static string Quote(string argument) => $"'{argument.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>By a script of its own: what is given to <c>cmd /c</c> is quoted in yet another way. Wine takes the letters of a variable by the locale.</summary>
    private ChildProcess StartCmd(string name, string[] arguments, Dictionary<string, string?> environment)
    {
        Assert.SkipWhen(Wine.Missing is not null, Wine.Missing ?? "");
        var typed = arguments.Select(argument => $"\"{argument.Replace("%", "%%", StringComparison.Ordinal)}\"");
        var script = Path.Combine(_folder.Combine("elsewhere"), "typed.cmd");
        File.WriteAllText(script, $"@set \"PATH=%SDK%;%PATH%\"\r\n@\"%ROOT%\\{name}.cmd\" {string.Join(' ', typed)}\r\n", new UTF8Encoding(false));
        (environment["SDK"], environment["ROOT"], environment["LC_ALL"]) = (Wine.PathOf(Sdk), Wine.PathOf(Root), "C.UTF-8");
        return Wine.StartCommand([Wine.PathOf(script)], _folder.Combine("elsewhere"), environment);
    }

    /// <summary>Of the stand-in's two executables that for Windows finds its assembly beside itself, two folders up.</summary>
    private void PutStandIn()
    {
        var built = RepositoryRoot.Combine("artifacts", "bin", "ScriptedClient", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "ScriptedClient");
        File.CreateSymbolicLink(Path.Combine(Sdk, "dotnet"), built);
        if (Wine.Missing is not null)
            return;

        File.Copy(Path.Combine(Wine.Folder, "ScriptedClient.exe"), Path.Combine(Sdk, "dotnet.exe"));
        File.CreateSymbolicLink(_folder.Combine("bin"), RepositoryRoot.Combine("artifacts", "bin"));
    }

    private string PlaceOf(string path)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return file;
    }
}

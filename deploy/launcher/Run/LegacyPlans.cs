using System.Globalization;
using Strangler.Launcher.Children;
using Strangler.Launcher.Exit;
using Strangler.Launcher.Install;
using Strangler.Launcher.Programs;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Run;

/// <summary>The reference legacy side: the Flask server and the stand-in backup server, sharing one root folder.</summary>
internal sealed class LegacyPlans(Python python, string root)
{
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(5);

    /// <summary>Both sides must know the same user of backups that name none.</summary>
    public const string Username = "TestDebugQuick";

    public const string FlaskName = "legacy flask";

    public string Root => root;

    public static Uri Loopback(int port) => new($"http://127.0.0.1:{port}");

    public ChildPlan BackupServer(int port) => Describe(
        "backup server", "backup.py", ["--port", Text(port)],
        async (announced, cancellationToken) => await ListeningAsync(announced, cancellationToken));

    public ChildPlan Flask(int port, int backupPort) => Describe(
        FlaskName, "api.py",
        // All clients reach it through the gateway, from one address; the gateway keeps the limit per client (contract 3.6).
        ["--port", Text(port), "--backup-port", Text(backupPort), "--username", Username, "--connection-limit", "off"],
        async (announced, cancellationToken) =>
        {
            var address = await ListeningAsync(announced, cancellationToken);
            await HealthCheck.PassesAsync(new Uri(address, "/health"), cancellationToken);
            return address;
        });

    /// <summary>Puts into the root what Flask does when it starts: pages, icons and the backup client. For a system without Flask.</summary>
    /// <exception cref="LauncherException">It could not be done.</exception>
    public async Task FillRootAsync(CancellationToken cancellationToken)
    {
        const string Fill = "import sys; sys.path.insert(0, sys.argv[1]); from runtime.root_folder import fill_root, open_root; fill_root(open_root(sys.argv[2]))";
        var (exitCode, output) = await OneShot.ReadAsync(python.Program, [.. python.Arguments, "-c", Fill, Repository.LegacyFlask, root], cancellationToken);
        if (exitCode != 0)
            throw new LauncherException($"{root} could not be filled (exit code {exitCode}): {output.Trim()}");
    }

    /// <summary>The backup client that Flask puts into its root when it starts.</summary>
    public async Task<IReadOnlyList<string>> ClientAsync(CancellationToken cancellationToken)
    {
        var script = OperatingSystem.IsWindows() ? "EncryptedBackupClient.py" : "EncryptedBackupClient.exe";
        return [await python.ExecutableAsync(cancellationToken), Path.GetFullPath(Path.Combine(root, "build", "Release", script)), "--batch"];
    }

    private ChildPlan Describe(string name, string script, string[] arguments, Func<Announcements, CancellationToken, Task<Uri>> whenHealthy) => new(
        name, python.Program, [.. python.Arguments, Path.Combine(Repository.LegacyFlask, script), "--root", root, .. arguments, "--exit-with-stdin"],
        Repository.Root, GracePeriod, whenHealthy);

    private static async Task<Uri> ListeningAsync(Announcements announced, CancellationToken cancellationToken) =>
        Loopback(int.Parse(await announced.GetAsync("LISTENING", cancellationToken), CultureInfo.InvariantCulture));

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}

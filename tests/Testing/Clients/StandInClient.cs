using System.Text;
using Strangler.Testing.Processes;

namespace Strangler.Testing.Clients;

/// <summary>The stand-in for the native backup client, where a server looks for it; the reference Flask puts the same script there.</summary>
public static class StandInClient
{
    /// <summary>Windows cannot run a script that is called .exe.</summary>
    public static string PathIn(string root) =>
        Path.Combine(root, "build", "Release", OperatingSystem.IsWindows() ? "EncryptedBackupClient.py" : "EncryptedBackupClient.exe");

    /// <summary>Puts it there, in place of whatever is there.</summary>
    public static void Install(string root)
    {
        Write(root, $"""
            import sys
            sys.path.insert(0, r'{RepositoryRoot.Combine("deploy", "legacy-flask")}')
            from backup_client.main import main
            sys.exit(main(sys.argv[1:]))

            """);
    }

    /// <summary>A client in its place that ends at once.</summary>
    public static void InstallExiting(string root, int code) => Write(root, $"import sys\nsys.exit({code})\n");

    private static void Write(string root, string script)
    {
        var path = PathIn(root);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        File.WriteAllText(path, $"#!{Python.Program}\n{script.ReplaceLineEndings("\n")}", new UTF8Encoding(false));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

namespace Strangler.Services.Backups.Client;

/// <summary>Folders that hold keys and users' files: readable by the owner only. On Windows they inherit the rights of the folder above.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="IOException">It cannot be made.</exception>
    public static string Create(string path) =>
        (OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, Owner)).FullName;
}

namespace Strangler.Services.Backups.Client;

/// <summary>Folders that hold keys and users' files: for the owner's eyes only. Windows gives them the rights of the folder above.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="IOException">It cannot be made.</exception>
    public static string Create(string path) =>
        (OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, Owner)).FullName;
}

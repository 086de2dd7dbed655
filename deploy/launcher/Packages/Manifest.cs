using System.Security.Cryptography;

namespace Strangler.Launcher.Packages;

/// <summary>The SHA-256 of every file of a folder, in the form that <c>sha256sum --check</c> reads.</summary>
internal static class Manifest
{
    public const string Name = "manifest.sha256";

    /// <summary>Written last: what comes later is in no manifest.</summary>
    public static void Write(string folder)
    {
        var path = Path.Combine(folder, Name);
        File.Delete(path);
        File.WriteAllText(path, string.Concat(Archive.FilesOf(folder).Select(file => $"{Hash(Path.Combine(folder, file))}  {file}\n")));
    }

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}

using System.Runtime.Versioning;
using Microsoft.Win32;

namespace Strangler.Services.WebFiles;

/// <summary>The types of files that the registry of Windows knows, where Python looks first.</summary>
[SupportedOSPlatform("windows")]
internal static class RegisteredTypes
{
    public static string? Find(string extension)
    {
        if (extension.Length == 0)
            return null;
        using var key = Registry.ClassesRoot.OpenSubKey(extension);
        return key?.GetValue("Content Type") as string;
    }
}

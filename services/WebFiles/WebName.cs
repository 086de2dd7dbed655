using System.Diagnostics.CodeAnalysis;

namespace Strangler.Services.WebFiles;

/// <summary>The name of a file in a folder, as a client asks for it: its parts are separated by slashes.</summary>
internal static class WebName
{
    /// <summary>Resolves dot segments in the text, without the file system. False if the name leaves the folder, is absolute, or is not a name at all.</summary>
    public static bool TryNormalize(string name, [NotNullWhen(true)] out string? normal)
    {
        normal = null;
        if (name.StartsWith('/') || name.AsSpan().ContainsAnyInRange('\0', '\x1f') || name.Contains('\x7f', StringComparison.Ordinal))
            return false;
        var parts = new List<string>();
        foreach (var part in name.Split('/'))
        {
            if (part == ".." && parts.Count == 0)
                return false;
            if (part == "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or "."))
                parts.Add(part);
        }

        normal = string.Join('/', parts);
        return parts.Count > 0 && (!OperatingSystem.IsWindows() || parts.TrueForAll(WindowsName.IsOrdinary));
    }

    /// <summary>Python's <c>splitext</c>: from the last dot of the last part on; dots at its start do not count.</summary>
    public static string Extension(string name)
    {
        var last = name.AsSpan(name.LastIndexOf('/') + 1);
        var dot = last.LastIndexOf('.');
        return dot > 0 && last[..dot].ContainsAnyExcept('.') ? last[dot..].ToString() : "";
    }
}

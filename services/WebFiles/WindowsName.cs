using System.Buffers;

namespace Strangler.Services.WebFiles;

/// <summary>Names that Windows takes for something other than what is written.</summary>
internal static class WindowsName
{
    /// <summary>Separators, drive letters and alternate streams, wildcards.</summary>
    private static readonly SearchValues<char> Special = SearchValues.Create("\\:*?\"<>|");

    private static readonly SearchValues<char> DeviceNumbers = SearchValues.Create("0123456789\u00b9\u00b2\u00b3");

    /// <summary>False for a part of a path that could mean anything other than the file of exactly that name.</summary>
    public static bool IsOrdinary(string part) =>
        !part.AsSpan().ContainsAny(Special) && part[^1] is not ('.' or ' ') && !IsDevice(part);

    /// <summary>True if the part may be the short name (8.3) of another file.</summary>
    public static bool MayBeShort(string part) => part.Contains('~', StringComparison.Ordinal);

    /// <summary>A device keeps its name with any extension and with blanks before it.</summary>
    private static bool IsDevice(string part)
    {
        var dot = part.IndexOf('.', StringComparison.Ordinal);
        var stem = (dot < 0 ? part : part[..dot]).TrimEnd(' ').ToUpperInvariant();
        return stem is "CON" or "PRN" or "AUX" or "NUL" or "CONIN$" or "CONOUT$" or "CLOCK$"
            || stem is ['C', 'O', 'M', var port] && DeviceNumbers.Contains(port)
            || stem is ['L', 'P', 'T', var printer] && DeviceNumbers.Contains(printer);
    }
}

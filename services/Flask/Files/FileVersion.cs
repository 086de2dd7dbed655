using System.Globalization;
using System.Text;
using Strangler.Services.Flask.Python;
using Strangler.Services.Machine;

namespace Strangler.Services.Flask.Files;

/// <summary>What distinguishes one state of a file from another. <paramref name="Tag"/> is the ETag without quotes (contract 3.5).</summary>
internal sealed record FileVersion(long Length, DateTimeOffset LastModified, string Tag)
{
    /// <param name="file">Size and time.</param>
    /// <param name="path">As legacy spells it.</param>
    /// <param name="content">0, or what tells this content from an earlier one of the same size and time.</param>
    public static FileVersion Of(FileFacts file, string path, uint content)
    {
        var tag = string.Create(CultureInfo.InvariantCulture,
            $"{PythonNumber.FloatText(file.Timestamp)}-{file.Size}-{Adler32(Encoding.UTF8.GetBytes(path)) ^ content}");
        return new FileVersion(file.Size, DateTimeOffset.FromUnixTimeSeconds(file.Seconds), tag);
    }

    private static uint Adler32(ReadOnlySpan<byte> bytes)
    {
        const uint Modulus = 65521;
        var (low, high) = (1u, 0u);
        foreach (var value in bytes)
        {
            low = (low + value) % Modulus;
            high = (high + low) % Modulus;
        }

        return (high << 16) | low;
    }
}

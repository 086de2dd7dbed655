using System.Globalization;
using System.Text;
using Strangler.Services.Flask.Python;
using Strangler.Services.Machine;

namespace Strangler.Services.Flask.Files;

/// <summary>What distinguishes one state of a file from another. <paramref name="Tag"/> is the ETag without quotes (contract 3.5).</summary>
internal sealed record FileVersion(long Length, DateTimeOffset LastModified, string Tag)
{
    public static FileVersion Of(SentFile sent)
    {
        if (!FileFacts.TryRead(sent.Target, out var file))
            throw new FileNotFoundException("The file is gone.", sent.Target);
        var tag = string.Create(CultureInfo.InvariantCulture,
            $"{PythonNumber.FloatText(file.Timestamp)}-{file.Size}-{Adler32(Encoding.UTF8.GetBytes(sent.Path))}");
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

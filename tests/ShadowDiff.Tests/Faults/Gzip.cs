using System.IO.Compression;

namespace Strangler.ShadowDiff.Tests.Faults;

/// <summary>Compresses as a server does.</summary>
internal static class Gzip
{
    public static byte[] Compress(byte[] body) => Compress(body, CompressionLevel.SmallestSize);

    public static byte[] Compress(byte[] body, CompressionLevel level)
    {
        using var written = new MemoryStream();
        using (var stream = new GZipStream(written, level, leaveOpen: true))
        {
            stream.Write(body);
        }

        return written.ToArray();
    }
}

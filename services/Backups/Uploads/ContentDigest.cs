using System.IO.Hashing;
using System.Security.Cryptography;

namespace Strangler.Services.Backups.Uploads;

/// <summary>SHA-256 and the checksum of POSIX <c>cksum</c>, computed while the content passes through.</summary>
internal sealed class ContentDigest : IDisposable
{
    private static readonly Crc32ParameterSet Posix = Crc32ParameterSet.Create(0x04C11DB7, initialValue: 0, finalXorValue: 0xFFFFFFFF, reflectValues: false);
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Crc32 _crc = new(Posix);

    public void AppendSha256(ReadOnlySpan<byte> content) => _sha256.AppendData(content);

    public void AppendChecksum(ReadOnlySpan<byte> content) => _crc.Append(content);

    /// <summary>Lower-case hexadecimal.</summary>
    public string Sha256() => Convert.ToHexStringLower(_sha256.GetHashAndReset());

    /// <summary><c>cksum</c> covers the length, too: the bytes of <paramref name="length"/>, lowest first, without leading zeros.</summary>
    public uint Checksum(long length)
    {
        for (var rest = length; rest > 0; rest >>= 8)
            _crc.Append([(byte)rest]);
        return _crc.GetCurrentHashAsUInt32();
    }

    public void Dispose() => _sha256.Dispose();
}

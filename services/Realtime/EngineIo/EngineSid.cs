using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>
/// Ids of sessions, in the form of legacy's: 20 characters, base64url of 12 random bytes and a counter of 3. Legacy counts from zero and
/// would need eight million sessions to reach the counter's highest bit; ours have it set. So a sid tells whose it is, without a table,
/// after a restart of either side and with any number of gateways.
/// </summary>
public static class EngineSid
{
    private const int Length = 20;
    private const int RandomBytes = 12;
    private const int FirstOfCounter = RandomBytes / 3 * 4;
    private const int HighestBit = 0x80_0000;

    private static int _counter;

    /// <summary>Whether the C# endpoint issued it; false for legacy's, and for what is no sid.</summary>
    public static bool IsModern(string? sid) =>
        sid is { Length: Length } && Base64Url.IsValid(sid) && sid[FirstOfCounter] is (>= 'g' and <= 'z') or (>= '0' and <= '9') or '-' or '_';

    /// <summary>A new one, which nobody can guess.</summary>
    internal static string New()
    {
        Span<byte> bytes = stackalloc byte[RandomBytes + 4];
        RandomNumberGenerator.Fill(bytes[..RandomBytes]);
        BinaryPrimitives.WriteInt32BigEndian(bytes[RandomBytes..], (HighestBit | (Interlocked.Increment(ref _counter) & (HighestBit - 1))) << 8);
        return Base64Url.EncodeToString(bytes[..(RandomBytes + 3)]);
    }
}

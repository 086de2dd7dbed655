using System.Text;

namespace Strangler.Gateway.Listeners;

/// <summary>
/// How the server reads the bytes of a <c>Content-Length</c>. It takes a sign (<c>+5</c>, <c>-0</c>), which RFC 9110 8.6 forbids and other
/// parsers read otherwise; what is not digits alone is shown to it as no number. It also fails on more digits than it has room for.
/// </summary>
internal sealed class ContentLengthDigits : Encoding
{
    public static readonly ContentLengthDigits Instance = new();

    private ContentLengthDigits()
    {
    }

    /// <summary>As much as there is room for: what is longer than that is no length to the server anyway.</summary>
    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        if (!bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return Latin1.GetChars(bytes[..Math.Min(bytes.Length, chars.Length)], chars);

        chars[0] = '?';
        return 1;
    }

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetByteCount(char[] chars, int index, int count) => throw new NotSupportedException();

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => throw new NotSupportedException();

    public override int GetMaxByteCount(int charCount) => throw new NotSupportedException();
}

using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Strangler.Services.Flask.Python;

/// <summary>Decodes a JSON body as Python does: UTF-8, UTF-16 or UTF-32 by its first bytes, surrogates passed through.</summary>
internal static class PythonJsonText
{
    private enum Form
    {
        Utf8,
        Utf16Little,
        Utf16Big,
        Utf32Little,
        Utf32Big,
    }

    /// <summary>False where Python raises a decoding error.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        var (form, mark) = Detect(bytes);
        bytes = bytes[mark..];
        if (form == Form.Utf8 && Utf8.IsValid(bytes))
        {
            text = Encoding.UTF8.GetString(bytes);
            return true;
        }

        var decoded = new StringBuilder(bytes.Length);
        var valid = form switch
        {
            Form.Utf8 => TryUtf8(bytes, decoded),
            Form.Utf16Little or Form.Utf16Big => TryUtf16(bytes, form == Form.Utf16Big, decoded),
            _ => TryUtf32(bytes, form == Form.Utf32Big, decoded),
        };
        text = valid ? decoded.ToString() : null;
        return valid;
    }

    private static (Form Form, int Mark) Detect(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0, 0, 0xFE, 0xFF, ..] => (Form.Utf32Big, 4),
        [0xFF, 0xFE, 0, 0, ..] => (Form.Utf32Little, 4),
        [0xFE, 0xFF, ..] => (Form.Utf16Big, 2),
        [0xFF, 0xFE, ..] => (Form.Utf16Little, 2),
        [0xEF, 0xBB, 0xBF, ..] => (Form.Utf8, 3),
        [0, not 0, _, _, ..] or [0, _] => (Form.Utf16Big, 0),
        [0, 0, _, _, ..] => (Form.Utf32Big, 0),
        [_, 0, 0, 0, ..] => (Form.Utf32Little, 0),
        [_, 0, _, _, ..] or [_, 0] => (Form.Utf16Little, 0),
        _ => (Form.Utf8, 0),
    };

    private static bool TryUtf8(ReadOnlySpan<byte> bytes, StringBuilder text)
    {
        while (!bytes.IsEmpty)
        {
            if (bytes is [0xED, >= 0xA0 and <= 0xBF, >= 0x80 and <= 0xBF, ..])
            {
                text.Append((char)(0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F)));
                bytes = bytes[3..];
                continue;
            }

            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) != OperationStatus.Done)
                return false;
            text.Append(rune.ToString());
            bytes = bytes[length..];
        }

        return true;
    }

    private static bool TryUtf16(ReadOnlySpan<byte> bytes, bool big, StringBuilder text)
    {
        for (; bytes.Length >= 2; bytes = bytes[2..])
            text.Append((char)(big ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes)));
        return bytes.IsEmpty;
    }

    private static bool TryUtf32(ReadOnlySpan<byte> bytes, bool big, StringBuilder text)
    {
        for (; bytes.Length >= 4; bytes = bytes[4..])
        {
            var code = big ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            if (code > 0x10FFFF)
                return false;
            if (code < 0x10000)
                text.Append((char)code);
            else
                text.Append(char.ConvertFromUtf32((int)code));
        }

        return bytes.IsEmpty;
    }
}

using System.Buffers;
using System.Text;

namespace Strangler.Services.Flask.Python;

/// <summary>Writes JSON in Flask's bytes (contract 3.2): sorted keys, no blanks, ASCII only, one line feed at the end.</summary>
internal static class PythonJsonWriter
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(c => c is not ('"' or '\\'))]);

    /// <summary>The whole body of an <c>application/json</c> answer, line feed included.</summary>
    public static byte[] Body(PythonValue value)
    {
        var output = new ArrayBufferWriter<byte>(256);
        Write(output, value);
        output.Write("\n"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>JSON as Socket.IO carries it: keys in the order of their insertion, no line feed at the end (contract 3.2).</summary>
    public static byte[] Unsorted(PythonValue value)
    {
        var output = new ArrayBufferWriter<byte>(256);
        Write(output, value, sorted: false);
        return output.WrittenSpan.ToArray();
    }

    public static void Write(IBufferWriter<byte> output, PythonValue value, bool sorted = true)
    {
        switch (value)
        {
            case PythonNull: output.Write("null"u8); break;
            case PythonBool { Value: var flag }: output.Write(flag ? "true"u8 : "false"u8); break;
            case PythonInt { Digits: var digits }: WriteAscii(output, digits); break;
            case PythonFloat { Value: var real }: WriteFloat(output, real); break;
            case PythonText { Value: var text }: WriteText(output, text); break;
            case PythonList { Items: var items }: WriteList(output, items, sorted); break;
            case PythonDict { Entries: var entries }: WriteDict(output, entries, sorted); break;
            default: throw new ArgumentException($"No JSON form for {value.GetType()}.", nameof(value));
        }
    }

    private static void WriteFloat(IBufferWriter<byte> output, double value)
    {
        if (double.IsNaN(value))
            output.Write("NaN"u8);
        else if (double.IsInfinity(value))
            output.Write(value > 0 ? "Infinity"u8 : "-Infinity"u8);
        else
            WriteAscii(output, PythonNumber.FloatText(value));
    }

    private static void WriteList(IBufferWriter<byte> output, IReadOnlyList<PythonValue> items, bool sorted)
    {
        output.Write("["u8);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                output.Write(","u8);
            Write(output, items[i], sorted);
        }

        output.Write("]"u8);
    }

    private static void WriteDict(IBufferWriter<byte> output, IReadOnlyDictionary<string, PythonValue> entries, bool sorted)
    {
        output.Write("{"u8);
        var first = true;
        foreach (var (key, value) in sorted ? entries.OrderBy(entry => entry.Key, CodePointOrder.Instance) : (IEnumerable<KeyValuePair<string, PythonValue>>)entries)
        {
            if (!first)
                output.Write(","u8);
            first = false;
            WriteText(output, key);
            output.Write(":"u8);
            Write(output, value, sorted);
        }

        output.Write("}"u8);
    }

    private static void WriteText(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        output.Write("\""u8);
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExcept(Plain);
            if (plain != 0)
            {
                WriteAscii(output, plain < 0 ? text : text[..plain]);
                text = plain < 0 ? [] : text[plain..];
                continue;
            }

            WriteEscape(output, text[0]);
            text = text[1..];
        }

        output.Write("\""u8);
    }

    private static void WriteEscape(IBufferWriter<byte> output, char c)
    {
        switch (c)
        {
            case '"': output.Write("\\\""u8); break;
            case '\\': output.Write("\\\\"u8); break;
            case '\n': output.Write("\\n"u8); break;
            case '\r': output.Write("\\r"u8); break;
            case '\t': output.Write("\\t"u8); break;
            case '\b': output.Write("\\b"u8); break;
            case '\f': output.Write("\\f"u8); break;
            default:
                var span = output.GetSpan(6);
                "\\u"u8.CopyTo(span);
                for (var i = 0; i < 4; i++)
                    span[2 + i] = "0123456789abcdef"u8[(c >> (12 - (4 * i))) & 0xF];
                output.Advance(6);
                break;
        }
    }

    private static void WriteAscii(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        var span = output.GetSpan(text.Length);
        output.Advance(Encoding.ASCII.GetBytes(text, span));
    }
}

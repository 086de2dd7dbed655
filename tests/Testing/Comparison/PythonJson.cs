
namespace Strangler.Testing.Comparison;

/// <summary>
/// JSON text as Python writes it (contract 3.2), kept token by token: a number stays <c>1.0</c>, a text keeps its escapes, <c>NaN</c> is
/// allowed, the order of keys is kept. So two texts can be compared by path and yet in each byte.
/// </summary>
internal abstract record PythonJson
{
    internal sealed record Leaf(string Token) : PythonJson
    {
        public override string ToString() => Token;
    }

    internal sealed record List(IReadOnlyList<PythonJson> Items) : PythonJson
    {
        public override string ToString() => $"[{string.Join(',', Items)}]";
    }

    /// <summary>Keys as written, with their quotes.</summary>
    internal sealed record Map(IReadOnlyList<KeyValuePair<string, PythonJson>> Entries) : PythonJson
    {
        public override string ToString() => $"{{{string.Join(',', Entries.Select(entry => $"{entry.Key}:{entry.Value}"))}}}";
    }

    /// <summary>Null when the text is not JSON. Blanks between tokens are accepted; compare <see cref="object.ToString"/> to see them.</summary>
    public static PythonJson? TryParse(string text)
    {
        try
        {
            var position = 0;
            var value = Value(text, ref position);
            return Peek(text, ref position) == '\0' ? value : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static PythonJson Value(string text, ref int position) => Peek(text, ref position) switch
    {
        '{' => new Map(Items(text, ref position, '}', Entry)),
        '[' => new List(Items(text, ref position, ']', Value)),
        '"' => new Leaf(Text(text, ref position)),
        _ => new Leaf(Word(text, ref position)),
    };

    private delegate T Reader<T>(string text, ref int position);

    private static List<T> Items<T>(string text, ref int position, char end, Reader<T> read)
    {
        List<T> items = [];
        position++;
        while (Peek(text, ref position) != end)
        {
            if (items.Count > 0)
                Expect(text, ref position, ',');

            items.Add(read(text, ref position));
        }

        position++;
        return items;
    }

    private static KeyValuePair<string, PythonJson> Entry(string text, ref int position)
    {
        Peek(text, ref position);
        var key = Text(text, ref position);
        Expect(text, ref position, ':');
        return new(key, Value(text, ref position));
    }

    private static string Text(string text, ref int position)
    {
        var start = position;
        Expect(text, ref position, '"');
        while (position < text.Length && text[position] != '"')
            position += text[position] == '\\' ? 2 : 1;

        Expect(text, ref position, '"');
        return text[start..position];
    }


    private static string Word(string text, ref int position)
    {
        var start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '+' or '-' or '.'))
            position++;

        return position > start ? text[start..position] : throw new FormatException($"Unexpected text at {start}.");
    }

    private static void Expect(string text, ref int position, char expected)
    {
        if (Peek(text, ref position) != expected)
            throw new FormatException($"Unexpected text at {position}.");

        position++;
    }

    /// <summary>The next character that is no blank; the end is <c>\0</c>.</summary>
    private static char Peek(string text, ref int position)
    {
        while (position < text.Length && text[position] is ' ' or '\n' or '\r' or '\t')
            position++;

        return position < text.Length ? text[position] : '\0';
    }
}

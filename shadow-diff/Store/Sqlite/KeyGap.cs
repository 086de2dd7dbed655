namespace Strangler.ShadowDiff.Store.Sqlite;

/// <summary>
/// What lies between two keys of a table, next to which nothing can be read: rows on pages between two damaged ones are reached from a key in their
/// midst, which has to be guessed. A key that is shorter than the table's stands for all that begin with it.
/// </summary>
/// <param name="Low">The last that could be read before it.</param>
/// <param name="High">The first that could be read behind it.</param>
internal sealed record KeyGap(IReadOnlyList<object> Low, IReadOnlyList<object> High)
{
    /// <summary>Letters that are reckoned with, of one before the first of ASCII that can be seen to the last.</summary>
    private const int Letters = 8;
    private const int Radix = '~' - ' ' + 2;

    /// <summary>Keys in the midst of it, of those too that begin as either end does, in their order.</summary>
    /// <param name="bounds">What is known of each of the key's columns.</param>
    public IReadOnlyList<IReadOnlyList<object>> Middles(IReadOnlyList<KeyColumn> bounds)
    {
        var column = 0;
        while (column < Math.Min(Low.Count, High.Count) && Compare(Low[column], High[column]) == 0)
            column++;
        if (column == bounds.Count)
            return [];

        List<IReadOnlyList<object>> found = [];
        for (var next = Math.Min(bounds.Count - 1, Low.Count); next > column; next--)
            Add(found, bounds[next], Low.Take(next), ValueOf(Low, next, bounds[next].Least), bounds[next].Greatest);
        Add(found, bounds[column], Low.Take(column), ValueOf(Low, column, bounds[column].Least), ValueOf(High, column, bounds[column].Greatest));
        for (var next = column + 1; next <= Math.Min(bounds.Count - 1, High.Count); next++)
            Add(found, bounds[next], High.Take(next), bounds[next].Least, ValueOf(High, next, bounds[next].Greatest));
        return found;
    }

    /// <summary>The order of keys; of two that begin alike the shorter is before the other.</summary>
    public static int Compare(IReadOnlyList<object> left, IReadOnlyList<object> right)
    {
        for (var column = 0; column < Math.Min(left.Count, right.Count); column++)
        {
            if (Compare(left[column], right[column]) is not 0 and var order)
                return order;
        }

        return left.Count.CompareTo(right.Count);
    }

    internal static int Compare(object left, object right) => (left, right) switch
    {
        (long one, long other) => one.CompareTo(other),
        (string one, string other) => string.CompareOrdinal(one, other),
        _ => 0,
    };

    private static object ValueOf(IReadOnlyList<object> key, int column, object otherwise) => column < key.Count ? key[column] : otherwise;

    private static void Add(List<IReadOnlyList<object>> found, KeyColumn column, IEnumerable<object> before, object low, object high)
    {
        var known = column.Known.Where(value => Compare(low, value) < 0 && Compare(value, high) < 0).ToList();
        object? middle = (low, high) switch
        {
            _ when known.Count > 0 => known[known.Count / 2],
            (long from, long to) when to > from => to - ((to - from) / 2),
            (string from, string to) => Between(from, to),
            _ => null,
        };
        if (middle is not null)
            found.Add([.. before, middle]);
    }

    /// <summary>A text halfway; null where there is none.</summary>
    private static string? Between(string from, string to)
    {
        var same = from.AsSpan().CommonPrefixLength(to);
        var number = Number(from.AsSpan(same)) + ((Number(to.AsSpan(same)) - Number(from.AsSpan(same))) / 2);
        Span<char> letters = stackalloc char[Letters];
        for (var at = Letters - 1; at >= 0; at--, number /= Radix)
            letters[at] = (char)(' ' + Math.Max(0, (number % Radix) - 1));

        var middle = $"{from.AsSpan(0, same)}{letters}";
        return string.CompareOrdinal(from, middle) < 0 && string.CompareOrdinal(middle, to) < 0 ? middle : null;
    }

    private static long Number(ReadOnlySpan<char> text)
    {
        var number = 0L;
        for (var at = 0; at < Letters; at++)
            number = (number * Radix) + (at < text.Length ? Math.Clamp(text[at] - ' ', 0, Radix - 2) + 1 : 0);
        return number;
    }
}

/// <summary>A column of a key.</summary>
/// <param name="Least">The least value that it may have, as far as is known.</param>
/// <param name="Greatest">The greatest.</param>
/// <param name="Known">Values that it, or one of its name in another table, has, in their order: what a key begins with cannot be reckoned.</param>
internal sealed record KeyColumn(object Least, object Greatest, IReadOnlyList<object> Known);

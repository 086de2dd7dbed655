namespace Strangler.ShadowDiff.Shape;

/// <summary>How a JSON document is written, whatever it says: where it has white space, and what it escapes without need.</summary>
internal static class JsonHabits
{
    private const string Space = " \t\r\n";

    /// <summary>A few words; the same for documents of the same habits.</summary>
    public static string Of(string document)
    {
        var habits = new SortedSet<string>(StringComparer.Ordinal);
        var end = document.TrimEnd(Space.ToCharArray()).Length;
        for (var i = 0; i < end; i++)
        {
            if (document[i] == '"')
                i = Text(document, i + 1, habits);
            else if (Space.Contains(document[i], StringComparison.Ordinal))
                habits.Add(i == 0 ? "white space before it" : "white space within");
        }

        habits.Add($"end {Visible(document[end..])}");
        return string.Join(", ", habits);
    }

    /// <summary>The index of a text's last quote.</summary>
    private static int Text(string document, int at, SortedSet<string> habits)
    {
        for (; at < document.Length && document[at] != '"'; at++)
        {
            if (document[at] != '\\')
                continue;

            at++;
            if (at < document.Length && document[at] == '/')
                habits.Add("escaped slashes");
            else if (at + 4 < document.Length && document[at] == 'u' && document.AsSpan(at + 1, 2) is "00" && document[at + 3] is >= '2' and <= '7' && document.AsSpan(at + 3, 2) is not ("7f" or "7F"))
                habits.Add("escaped ASCII");
        }

        return at;
    }

    private static string Visible(string text) =>
        text.Length == 0 ? "at once" : string.Concat(text.Select(letter => letter switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => "_" }));
}

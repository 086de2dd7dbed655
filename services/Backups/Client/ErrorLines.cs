using System.Text.RegularExpressions;

namespace Strangler.Services.Backups.Client;

/// <summary>The last lines of a client's standard error: what a person needs to know about a failure. Bounded, whatever the client writes.</summary>
internal sealed partial class ErrorLines
{
    private const int Kept = 20;
    private readonly Queue<string> _lines = new(Kept);

    public void Add(string line)
    {
        lock (_lines)
        {
            if (_lines.Count == Kept)
                _lines.Dequeue();
            _lines.Enqueue(line);
        }
    }

    /// <summary>The distinct lines, oldest first, without the client's tags and without the names of folders (<paramref name="folder"/> is the job's); null when there was none.</summary>
    public string? Text(string folder)
    {
        string[] lines;
        lock (_lines)
            lines = [.. _lines];
        var text = string.Join("; ", lines.Select(line => Tags().Replace(line, "").Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)).Distinct());
        return text.Length == 0 ? null : text;
    }

    [GeneratedRegex(@"^\[ERROR\] (\[[A-Z]+\] )?")]
    private static partial Regex Tags();
}

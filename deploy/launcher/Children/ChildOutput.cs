namespace Strangler.Launcher.Children;

/// <summary>A child's standard output and error: all of it in a log file, the last lines at hand for an error message.</summary>
internal sealed class ChildOutput(string path) : IDisposable
{
    private const int LinesKept = 15;
    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new(LinesKept);
    private readonly StreamWriter _log = new(path) { AutoFlush = true };
    private bool _closed;

    public Announcements Announcements { get; } = new();

    public string Path => path;

    public void Add(string? line)
    {
        if (line is null)
            return;

        lock (_lock)
        {
            if (_closed)
                return;

            _log.WriteLine(line);
            if (_last.Count == LinesKept)
                _last.Dequeue();
            _last.Enqueue(line);
        }

        Announcements.Read(line);
    }

    /// <summary>The last lines, indented, with a word on where the rest is.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            return _last.Count == 0
                ? "it printed nothing"
                : $"its last lines (all of them in {path}):{Environment.NewLine}{string.Join(Environment.NewLine, _last.Select(line => "  " + line))}";
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _log.Dispose();
        }
    }
}

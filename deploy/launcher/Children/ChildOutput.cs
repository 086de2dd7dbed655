namespace Strangler.Launcher.Children;

/// <summary>
/// A child's standard output and error: all of it in a log file, the last lines at hand for an error message. A full disk is no reason to end
/// what runs: what cannot be written is left out.
/// </summary>
internal sealed class ChildOutput(string path, bool append) : IDisposable
{
    private const int LinesKept = 15;
    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new(LinesKept);
    private readonly StreamWriter _log = Open(path, append);
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

            Try(() => _log.WriteLine(line));
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
            Try(_log.Dispose);
        }
    }

    private static StreamWriter Open(string path, bool append)
    {
        try
        {
            return new StreamWriter(path, append) { AutoFlush = true };
        }
        catch (IOException)
        {
            return StreamWriter.Null;
        }
    }

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException)
        {
            // The next line is tried again.
        }
    }
}

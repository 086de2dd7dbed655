using System.Collections.Concurrent;
using System.Text;

namespace Strangler.Benchmarks.Sockets;

/// <summary>The jobs of a run, each with its number.</summary>
internal sealed class JobLedger
{
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly ConcurrentDictionary<int, News> _ended = [];
    private int _next = -1;

    public JobLedger() => _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether the server tells every socket that a job has ended.</summary>
    public bool EndsAreTold { get; init; } = true;

    /// <summary>Numbers of those that ended, and what must have been told of each.</summary>
    public IReadOnlyDictionary<int, News> Ended => _ended;

    public int NumberOf(ReadOnlySpan<byte> id)
    {
        Span<char> text = stackalloc char[id.Length];
        Encoding.Latin1.GetChars(id, text);
        return _lookup.TryGetValue(text, out var number) ? number : NumberOf(text.ToString());
    }

    public void End(string id, bool isCancelled) => _ended[NumberOf(id)] = isCancelled ? News.Cancelled : EndsAreTold ? News.Completed : News.None;

    private int NumberOf(string id) => _numbers.GetOrAdd(id, _ => Interlocked.Increment(ref _next));
}

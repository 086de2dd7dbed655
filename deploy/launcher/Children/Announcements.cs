using System.Collections.Concurrent;

namespace Strangler.Launcher.Children;

/// <summary>The lines <c>WORD value</c> by which a child says on standard output where it listens.</summary>
internal sealed class Announcements
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _values = new();

    /// <summary>The value of the first line that starts with <paramref name="word"/>, seen already or still to come.</summary>
    public Task<string> GetAsync(string word, CancellationToken cancellationToken) => Find(word).Task.WaitAsync(cancellationToken);

    public void Read(string line)
    {
        if (line.Split(' ') is [var word, var value] && word.All(char.IsAsciiLetterUpper))
            Find(word).TrySetResult(value);
    }

    private TaskCompletionSource<string> Find(string word) =>
        _values.GetOrAdd(word, _ => new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously));
}

using System.Collections.Concurrent;

namespace Strangler.Gateway.Configuration;

/// <summary>What became of each reading of the operator's files: counts for the metrics, and the error that still stands.</summary>
internal sealed partial class ReloadLog(GatewayFiles files, RestartSettings settings, FileChanges changes, ILogger<ReloadLog> logger)
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _standing = new();
    private long _good;
    private long _bad;

    /// <summary>Readings that were put in force, the first one included.</summary>
    public long GoodCount => Interlocked.Read(ref _good);

    /// <summary>Readings that were refused; the state before stayed in force.</summary>
    public long BadCount => Interlocked.Read(ref _bad);

    /// <summary>The errors of the files whose newest text is not in force; empty when all are.</summary>
    public IReadOnlyList<string> StandingErrors => [.. _standing.OrderBy(file => file.Key, StringComparer.Ordinal).SelectMany(file => file.Value)];

    /// <summary>Whether the newest text of a file is not in force.</summary>
    public bool HasErrors(string file) => _standing.ContainsKey(file);

    /// <param name="file">What was read.</param>
    /// <param name="moves">Where routes stand by that now, and stood before, in words.</param>
    public void Good(string file, IEnumerable<string> moves)
    {
        _standing.TryRemove(file, out _);
        Interlocked.Increment(ref _good);
        if (file == files.Yarp.FileName && settings.Changed() is { Count: > 0 } names)
            InForceButFor(file, names);
        else
            InForce(file);

        List<string> changed = [.. moves, .. file == files.Yarp.FileName ? changes.Next() : []];
        if (changed.Count > 0)
            Changed(file, changed);
    }

    public void Bad(string file, IReadOnlyList<string> errors)
    {
        _standing[file] = errors;
        Interlocked.Increment(ref _bad);
        Refused(file, string.Join(Environment.NewLine, errors));
    }

    [LoggerMessage(LogLevel.Information, "{File} is in force")]
    private partial void InForce(string file);

    [LoggerMessage(LogLevel.Information, "Changed in {File}: {Changes}")]
    private partial void Changed(string file, IReadOnlyList<string> changes);

    [LoggerMessage(LogLevel.Warning, "{File} is in force, but for what is read at the start only and needs a restart: {Names}")]
    private partial void InForceButFor(string file, IReadOnlyList<string> names);

    [LoggerMessage(LogLevel.Error, "{File} has errors and is not in force; the state before stays:\n{Errors}")]
    private partial void Refused(string file, string errors);
}

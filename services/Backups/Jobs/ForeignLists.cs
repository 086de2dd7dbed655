using System.Text;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Backups.Jobs;

/// <summary>What the place where other jobs run answers, for lists of the jobs of both.</summary>
internal sealed class ForeignLists(IForeignJobs foreign)
{
    /// <summary>Whether there is nobody to ask.</summary>
    public bool IsEmpty => !foreign.HasLive;

    /// <summary>That place's answer; null when there is nobody to ask or it does not answer.</summary>
    public async Task<PythonDict?> AskAsync(string method, string path, CancellationToken cancellationToken)
    {
        if (IsEmpty || await foreign.AskAsync(method, path, cancellationToken) is not { } json)
            return null;
        return PythonJsonReader.TryRead(Encoding.UTF8.GetString(json.Span), out var value) ? value as PythonDict : null;
    }

    /// <summary>Merges our entries with those of one member of the other answer; of two with the same key, ours counts.</summary>
    public static PythonDict Merge(Dictionary<string, PythonValue> own, PythonDict? other, string member)
    {
        if (other?.Entries.GetValueOrDefault(member) is PythonDict { Entries: var theirs })
        {
            foreach (var (key, value) in theirs)
                own.TryAdd(key, value);
        }

        return new PythonDict(own);
    }
}

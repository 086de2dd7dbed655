namespace Strangler.ShadowDiff.Store;

/// <summary>The audit of all cutovers and rollbacks.</summary>
public sealed class AuditLog
{
    private readonly List<AuditEntry> _entries = [];

    public Task<AuditEntry> AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        lock (_entries)
        {
            var stored = entry with { Id = _entries.Count + 1 };
            _entries.Add(stored);
            return Task.FromResult(stored);
        }
    }

    public IReadOnlyList<AuditEntry> Latest(int limit)
    {
        lock (_entries)
            return [.. _entries.AsEnumerable().Reverse().Take(limit)];
    }

    public AuditEntry? Find(long id)
    {
        lock (_entries)
            return _entries.FirstOrDefault(entry => entry.Id == id);
    }
}

using System.Net;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Decommission;

/// <summary>The requests of clients that legacy has been asked, counted until they are written: on the path of each, so that is one look into a table.</summary>
internal sealed class LegacyUse(TimeProvider time)
{
    /// <summary>Of half a second. Whoever makes up more names than these is counted without one.</summary>
    private const int MostCallers = 1_000;

    private readonly Lock _lock = new();
    private Dictionary<UseKey, UseCount> _counts = [];

    public void Add(HttpContext context, string route, string why)
    {
        var key = new UseKey(route, why, context.Features.Get<IClientAddress>()?.Address ?? context.Connection.RemoteIpAddress, context.Request.Headers.UserAgent);
        var now = time.GetUtcNow();
        lock (_lock)
            Add(_counts.Count < MostCallers || _counts.ContainsKey(key) ? key : new UseKey(route, why, null, CallerName.Others), new(1, now));
    }

    /// <summary>Takes what has come since.</summary>
    public IReadOnlyDictionary<UseKey, UseCount> Take()
    {
        lock (_lock)
        {
            var taken = _counts;
            if (taken.Count > 0)
                _counts = [];
            return taken;
        }
    }

    /// <summary>Gives back what could not be written.</summary>
    public void Return(IReadOnlyDictionary<UseKey, UseCount> taken)
    {
        lock (_lock)
        {
            foreach (var (key, count) in taken)
                Add(_counts.Count < MostCallers || _counts.ContainsKey(key) ? key : new UseKey(key.Route, key.Why, null, CallerName.Others), count);
        }
    }

    private void Add(UseKey key, UseCount more) => _counts[key] = _counts.TryGetValue(key, out var before) ? before.And(more) : more;
}

/// <summary>What was asked, why legacy was, and by whom.</summary>
internal readonly record struct UseKey(string Route, string Why, IPAddress? Address, string? UserAgent);

/// <summary>How often, and when last.</summary>
internal readonly record struct UseCount(long Count, DateTimeOffset Last)
{
    public UseCount And(UseCount more) => new(Count + more.Count, more.Last > Last ? more.Last : Last);
}

using System.Text;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>The events that legacy tells in answer to one question. Any thread may add some.</summary>
internal sealed class ToldEvents
{
    private readonly Lock _lock = new();
    private readonly List<string> _events = [];

    /// <param name="json">The event, as JSON: its name and its arguments.</param>
    public void Add(ReadOnlyMemory<byte> json)
    {
        lock (_lock)
            _events.Add(Encoding.UTF8.GetString(json.Span));
    }

    /// <summary>All of them, as a JSON array.</summary>
    public byte[] ToJson()
    {
        lock (_lock)
            return Encoding.UTF8.GetBytes($"[{string.Join(',', _events)}]");
    }
}

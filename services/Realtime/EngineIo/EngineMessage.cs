using System.Text;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>A packet on its way out, encoded once however many clients get it.</summary>
/// <param name="Bytes">As <see cref="EnginePacket.Write"/> writes it.</param>
/// <param name="IsBinary">Whether it is a binary one.</param>
/// <param name="Key">Of two messages with the same key a client that lags needs the newer only; null for one that it must not miss.</param>
internal sealed record EngineMessage(ReadOnlyMemory<byte> Bytes, bool IsBinary = false, string? Key = null)
{
    public static readonly EngineMessage Close = new("1"u8.ToArray());
    public static readonly EngineMessage Ping = new("2"u8.ToArray());
    public static readonly EngineMessage Probed = new("3probe"u8.ToArray());
    public static readonly EngineMessage Noop = new("6"u8.ToArray());

    /// <summary>The first packet of a session, in legacy's order of keys.</summary>
    public static EngineMessage Open(string sid, bool upgrades, EngineOptions options) => new(Encoding.ASCII.GetBytes(
        $$"""0{"sid":"{{sid}}","upgrades":[{{(upgrades ? "\"websocket\"" : "")}}],"pingTimeout":{{options.PingTimeout.TotalMilliseconds}},"pingInterval":{{options.PingInterval.TotalMilliseconds}},"maxPayload":{{options.MaxPayload}}}"""));
}

using System.Buffers.Text;
using Strangler.Gateway.Realtime.Relay;

namespace Strangler.Gateway.Realtime;

/// <summary>Counts the attachments that are still to come: nothing may stand between them and the packet they belong to (Socket.IO protocol 5).</summary>
internal struct PendingAttachments
{
    /// <summary>So many bytes of a packet tell how many attachments it has.</summary>
    public const int Seen = 5;

    private int _missing;

    public readonly bool IsNone => _missing == 0;

    /// <param name="packet">As polling has it (<see cref="BinaryPacket"/>); the first bytes are enough.</param>
    public void Pass(ReadOnlySpan<byte> packet)
    {
        if (packet is [BinaryPacket.Mark, ..])
            _missing = Math.Max(0, _missing - 1);
        else if (packet is [(byte)'4', (byte)'5' or (byte)'6', .. var rest])
            _missing = Utf8Parser.TryParse(rest, out int count, out var digits) && count > 0 && digits < rest.Length && rest[digits] == '-' ? count : 0;
    }
}

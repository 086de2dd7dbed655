using Strangler.Services.Realtime.EngineIo;

namespace Strangler.EchoHost;

/// <summary>Sends each message of Engine.IO back.</summary>
internal sealed class EchoMessages : IEngineApplication
{
    public IEngineConnection Open(EngineSession session) => new Connection(session);

    private sealed class Connection(EngineSession session) : IEngineConnection
    {
        public ValueTask ReceiveAsync(ReadOnlyMemory<byte> data, bool isBinary, CancellationToken cancellationToken)
        {
            session.Send(new EngineMessage(isBinary ? data.ToArray() : (byte[])[(byte)'4', .. data.Span], isBinary));
            return ValueTask.CompletedTask;
        }

        public void Tick()
        {
            // Nothing is due.
        }

        public void Closed()
        {
            // Nothing is held.
        }
    }
}

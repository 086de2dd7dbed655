using System.Text;
using Strangler.Gateway.Realtime;

namespace Strangler.Gateway.Tests.Realtime;

public sealed class FramesTests
{
    private static readonly int[] ChunkSizes = [1, 2, 3, 7, 125, 4096, int.MaxValue];

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65535)]
    [InlineData(65536)]
    public void Text_OfEveryLength_IsReadBack(int length)
    {
        var frame = Frames.Server(new string('x', length));

        Assert.True(FrameHeader.TryRead(frame, out var header));
        Assert.Equal(((ulong)length, frame.Length - length, false, true), (header.Length, header.Size, header.IsMasked, header.IsWholeText));
        Assert.False(FrameHeader.TryRead(frame.AsSpan(0, header.Size - 1), out _));
    }

    [Fact]
    public void ServerFrames_InAnyPieces_AreAtABoundaryBetweenMessagesOnly()
    {
        (byte[] Bytes, bool IsBoundary)[] stream =
        [
            (Frames.Server("0{}"), true),
            (Frames.Server(0x01, "half a "), false), // not final
            (Frames.Server(0x89, "ping"), false), // a control frame between its parts
            (Frames.Server(0x80, "message"), true),
            (Frames.Server(new string('x', 70_000)), true),
            (Frames.Server(""), true),
            (Frames.Server(0xc1, "compressed"), true),
            (Frames.Server("452-[\"status_response\",{}]"), false), // its two attachments follow
            (Frames.Server(FrameHeader.WholeBinary, "data"), false),
            (Frames.Server(0x89, "ping"), false),
            (Frames.Server(FrameHeader.WholeBinary, ""), true),
            (Frames.Server("45"), true),
        ];
        foreach (var size in ChunkSizes)
        {
            var frames = new ServerFrames();
            foreach (var (bytes, isBoundary) in stream)
            {
                var chunks = bytes.Chunk(size).ToList();
                foreach (var chunk in chunks[..^1])
                {
                    frames.Pass(chunk);
                    Assert.False(frames.IsAtBoundary);
                }

                frames.Pass(chunks[^1]);
                Assert.Equal(isBoundary, frames.IsAtBoundary);
            }
        }
    }

    [Theory]
    [InlineData("40{\"sid\":\"x\"}", true)]
    [InlineData("40", false)]
    [InlineData("44{\"message\":\"Connection rejected by server\"}", false)]
    [InlineData("42[\"status\",\"40{\"]", false)]
    public void ServerFrames_Acknowledgement_Connects(string packet, bool isConnected)
    {
        foreach (var size in ChunkSizes)
        {
            var frames = new ServerFrames();
            foreach (var chunk in Frames.Server(packet).Chunk(size))
                frames.Pass(chunk);
            Assert.Equal(isConnected, frames.IsConnected);
        }
    }

    [Fact]
    public void ClientFrames_InAnyPieces_PassByteForByteLessWhatIsTaken()
    {
        byte[][] passed =
        [
            Frames.Client("40"), Frames.Client("take that", 0x01), Frames.Client("take", 0xc1), Frames.Client("take", 0x82), Frames.Client(""),
            Frames.Client("take" + new string('x', 2000)), Frames.Client(new string('x', 1024)), Frames.Client("", 0x88), [0x81, 0xff],
        ];
        byte[] sent = [.. passed[..^1].SelectMany(frame => (byte[])[.. Frames.Client("take me"), .. frame]), .. passed[^1]];
        foreach (var size in ChunkSizes)
        {
            var taken = new List<string>();
            var frames = new ClientFrames(packet => Take(Encoding.UTF8.GetString(packet.Span), taken));
            var received = new List<byte>();
            foreach (var chunk in sent.Chunk(size))
            {
                frames.Accept(chunk);
                Drain(frames, received);
            }

            frames.End();
            Drain(frames, received);
            Assert.Equal(passed.SelectMany(frame => frame), received);
            Assert.Equal(passed.Length - 1, taken.Count);
        }
    }

    [Fact]
    public void Messages_OfBinaryData_AreReadAsPollingHasThem()
    {
        List<string> sent = [], told = [];
        var fromClient = new ClientFrames(packet => { sent.Add(Encoding.UTF8.GetString(packet.Span)); return false; });
        var fromServer = new ServerPackets(packet => told.Add(Encoding.UTF8.GetString(packet.Span)));

        fromClient.Accept([.. Frames.Client("451-[]"), .. Frames.Client("data", FrameHeader.WholeBinary)]);
        fromServer.Pass([.. Frames.Server("451-[]"), .. Frames.Server(0x02, "da"), .. Frames.Server(0x80, "ta"), .. Frames.Server(0xc2, "compressed"), .. Frames.Server(FrameHeader.WholeBinary, "")]);

        Assert.Equal(["451-[]", "bZGF0YQ=="], sent);
        Assert.Equal(["451-[]", "bZGF0YQ==", "b"], told);
    }

    private static bool Take(string packet, List<string> taken)
    {
        if (packet != "take me")
            return false;
        taken.Add(packet);
        return true;
    }

    private static void Drain(ClientFrames frames, List<byte> received)
    {
        var buffer = new byte[5];
        while (frames.HasPassed)
            received.AddRange(buffer[..frames.Take(buffer)]);
    }
}

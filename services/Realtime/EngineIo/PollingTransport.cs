using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Strangler.Services.Flask;
using Strangler.Services.Flask.Python;

namespace Strangler.Services.Realtime.EngineIo;

/// <summary>Long-polling: a GET waits for messages and takes all that wait, a POST brings some.</summary>
internal sealed class PollingTransport(EngineOptions options)
{
    private static ReadOnlySpan<byte> FormField => "d="u8;

    /// <summary>Answers with the messages that wait, or with the next one.</summary>
    public async Task PollAsync(HttpContext context, EngineSession session, int? index)
    {
        var poll = new PendingPoll();
        if (!session.TryPoll(poll))
        {
            session.Close(EngineClose.Malformed); // Two polls at once: the messages would go to one of them, the other would wait for ever.
            await EngineAnswer.InvalidSession.SendAsync(context);
            return;
        }

        using var leaving = context.RequestAborted.UnsafeRegister(static session => ((EngineSession)session!).Close(EngineClose.Gone), session);
        var closed = await poll.End;
        if (closed == EngineClose.Gone)
            return;
        var body = Encode(closed switch
        {
            null when session.EndPoll(poll, options.MaxPayload) is { Count: > 0 } messages => messages,
            null or EngineClose.ByClient => [EngineMessage.Noop],
            _ => [EngineMessage.Close],
        });
        await EngineAnswer.SendPacketsAsync(context, index is { } number ? Jsonp(number, body) : body);
    }

    /// <summary>Takes the packets of a body, all or none of them (Q35).</summary>
    public async Task PostAsync(HttpContext context, EngineSession session)
    {
        if (!session.TryBeginPost())
        {
            session.Close(EngineClose.Malformed);
            await EngineAnswer.InvalidSession.SendAsync(context);
            return;
        }

        EngineAnswer answer;
        try
        {
            answer = await TakeAsync(context.Request, session, context.RequestAborted);
        }
        finally
        {
            session.EndPost();
        }

        await answer.SendAsync(context);
    }

    private async Task<EngineAnswer> TakeAsync(HttpRequest request, EngineSession session, CancellationToken cancellationToken)
    {
        if (await BoundedBody.ReadAsync(request, options.MaxPayload, cancellationToken) is not { } body)
        {
            session.Close(EngineClose.TooLarge);
            return EngineAnswer.TooLarge;
        }

        var packets = EnginePayload.Read(PayloadOf(body));
        if (packets.Contains(null))
        {
            session.Close(EngineClose.Malformed);
            return EngineAnswer.InvalidPayload;
        }

        foreach (var packet in packets.OfType<EnginePacket>().TakeWhile(_ => !session.IsClosed))
        {
            await session.RoomAsync(cancellationToken);
            await session.ReceiveAsync(packet, cancellationToken);
        }

        return EngineAnswer.Ok(options.PostAnswer);
    }

    /// <summary>JSONP posts a form with one field.</summary>
    private static ReadOnlyMemory<byte> PayloadOf(byte[] body) =>
        body.AsSpan().StartsWith(FormField) ? Encoding.UTF8.GetBytes(PercentText.Decode(Encoding.UTF8.GetString(body.AsSpan(FormField.Length)), plusIsBlank: true)) : body;

    private static ReadOnlyMemory<byte> Encode(IReadOnlyList<EngineMessage> messages)
    {
        if (messages is [{ IsBinary: false } only])
            return only.Bytes;
        var body = new ArrayBufferWriter<byte>(messages.Sum(message => EnginePayload.LengthOf(message.Bytes.Span, message.IsBinary)));
        for (var i = 0; i < messages.Count; i++)
            EnginePayload.Write(body, messages[i].Bytes.Span, messages[i].IsBinary, isFirst: i == 0);
        return body.WrittenMemory;
    }

    private static byte[] Jsonp(int index, ReadOnlyMemory<byte> body) =>
        [.. Encoding.ASCII.GetBytes($"___eio[{index}]("), .. PythonJsonWriter.Unsorted(new PythonText(Encoding.UTF8.GetString(body.Span))), .. ");"u8];
}

using Microsoft.Extensions.Logging;
using Strangler.Services.Realtime.Hub.Messages;

namespace Strangler.Services.Realtime.Hub;

/// <summary>What one client says: answered in order where that takes no time, held to what a client may send, and closed with 1008 when it goes on beyond.</summary>
internal sealed partial class HubClient(HubSocket socket, HubRequests requests, HubOptions options, TimeProvider time, ILogger logger)
{
    private const int MostUnderWay = 16;
    private const int Violations = 10; // a minute

    private Allowance _messages = new(options.MaxMessagesPerSecond, options.MaxMessagesPerSecond * 2, time);
    private Allowance _violations = new(Violations / 60.0, Violations, time);
    private int _underWay;

    /// <summary>Sends the first message.</summary>
    public async Task WelcomeAsync() =>
        Post(await requests.WelcomeAsync() with { ConnectionId = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()) });

    /// <summary>Takes a whole text message; null for a binary one.</summary>
    public void Handle(ReadOnlyMemory<byte>? json)
    {
        if (!_messages.TryUse())
            Refuse(new Violation(ErrorCodes.TooFast, "Too many messages."));
        else if (json is not { } text)
            Refuse(new Violation(ErrorCodes.Binary, "Messages are texts."));
        else if (ClientMessage.TryRead(text, out var message, out var violation))
            _ = AnswerAsync(message);
        else
            Refuse(violation);
    }

    private async Task AnswerAsync(ClientMessage message)
    {
        if (Interlocked.Increment(ref _underWay) > MostUnderWay)
            Post(requests.Error(ErrorCodes.Busy, "Too many requests are under way.", message.RequestId, message.JobId));
        else
            await TryAnswerAsync(message);
        Interlocked.Decrement(ref _underWay);
    }

    private async Task TryAnswerAsync(ClientMessage message)
    {
        try
        {
            if (await requests.AnswerAsync(message) is { } answer)
                Post(answer);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            LogNotAnswered(ex, message.Type);
        }
    }

    private void Refuse(Violation violation)
    {
        Post(requests.Error(violation.Code, violation.Text, violation.RequestId));
        if (!_violations.TryUse())
            socket.Close(System.Net.WebSockets.WebSocketCloseStatus.PolicyViolation, "too many bad messages");
    }

    private void Post(HubMessage message) => socket.Post(new OutgoingMessage(message.ToBytes(), message.JobId));

    [LoggerMessage(LogLevel.Error, "A client's {Type} could not be answered.")]
    private partial void LogNotAnswered(Exception error, string type);
}

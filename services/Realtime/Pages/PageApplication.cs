using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.Services.Realtime.EngineIo;
using Strangler.Services.Realtime.SocketIo;

namespace Strangler.Services.Realtime.Pages;

/// <summary>What pages may ask for (contract 9.3, 9.4). A question that is put wrongly gets no answer (Q21).</summary>
internal sealed partial class PageApplication(
    PageAudience audience, StatusAnswers answers, PageQuestions questions, IEnumerable<IQuestionListener> listeners, IOptions<RealtimeOptions> options, TimeProvider time, ILogger<PageApplication> logger)
    : ISocketApplication
{
    private static readonly ReadOnlyMemory<byte> UnableToConnect = "\"Unable to connect\""u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Rejected = "{\"message\":\"Connection rejected by server\"}"u8.ToArray();

    private static readonly SocketArguments ConnectQuestion = new("[\"connect\"]"u8.ToArray());

    private readonly IQuestionListener[] _listeners = [.. listeners];
    private readonly Admission _admission = new(options.Value.MaxClients, options.Value.ClientsOfAddress);

    /// <summary>Pages that are connected.</summary>
    public int Connected => _admission.Count;

    public async ValueTask<ReadOnlyMemory<byte>?> ConnectAsync(SocketClient client, ReadOnlyMemory<byte> auth, CancellationToken cancellationToken)
    {
        if (client.Namespace != SocketPacket.Main)
            return UnableToConnect;
        var start = time.GetTimestamp();
        var welcome = await answers.WelcomeAsync();
        if (!_admission.TryEnter(client.Address))
            return Rejected;
        client.Send(SocketMessage.Event("status", welcome));
        Tell(static () => IPageAnswers.Connect, ConnectQuestion, () => PageAnswers.Connected(welcome), start);
        return null;
    }

    public void Admitted(SocketClient client) => audience.Add(client);

    public async ValueTask<SocketArguments?> ReceiveAsync(SocketClient client, SocketArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            var start = time.GetTimestamp();
            var answer = await questions.AnswerAsync(arguments, cancellationToken);
            if (answer is var (name, argument, data))
                client.Send(SocketMessage.Event(name, argument, data));
            Tell(() => PageQuestions.NameOf(arguments), arguments, () => PageAnswers.Told(answer), start);
            return answer is null ? null : SocketArguments.None;
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            LogEventFailed(ex);
            return null;
        }
    }

    public void Disconnected(SocketClient client)
    {
        audience.Remove(client);
        _admission.Leave(client.Address);
    }

    private void Tell(Func<string?> name, SocketArguments question, Func<byte[]> answer, long start)
    {
        if (!Array.Exists(_listeners, static listener => listener.IsListening) || name() is not { } known)
            return;
        var (asked, told) = (question with { Json = question.Json.ToArray() }, answer());
        foreach (var listener in _listeners)
            listener.Hear(known, asked, told, time.GetElapsedTime(start));
    }

    [LoggerMessage(LogLevel.Error, "An event of a page could not be answered.")]
    private partial void LogEventFailed(Exception error);
}

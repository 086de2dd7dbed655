using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Strangler.Services.Flask.Python;
using Strangler.Services.Realtime.EngineIo;
using Strangler.Services.Realtime.SocketIo;

namespace Strangler.Services.Realtime.Pages;

/// <summary>What pages may ask for (contract 9.3, 9.4). A question that is put wrongly gets no answer (Q21).</summary>
internal sealed partial class PageApplication(PageAudience audience, StatusAnswers answers, IOptions<RealtimeOptions> options, ILogger<PageApplication> logger) : ISocketApplication
{
    private static readonly ReadOnlyMemory<byte> UnableToConnect = "\"Unable to connect\""u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Rejected = "{\"message\":\"Connection rejected by server\"}"u8.ToArray();

    private readonly Admission _admission = new(options.Value.MaxClients, options.Value.ClientsOfAddress);

    /// <summary>Pages that are connected.</summary>
    public int Connected => _admission.Count;

    public async ValueTask<ReadOnlyMemory<byte>?> ConnectAsync(SocketClient client, ReadOnlyMemory<byte> auth, CancellationToken cancellationToken)
    {
        if (client.Namespace != SocketPacket.Main)
            return UnableToConnect;
        var welcome = await answers.WelcomeAsync();
        if (!_admission.TryEnter(client.Address))
            return Rejected;
        client.Send(SocketMessage.Event("status", welcome));
        return null;
    }

    public void Admitted(SocketClient client) => audience.Add(client);

    public async ValueTask<SocketArguments?> ReceiveAsync(SocketClient client, SocketArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            if (await AnswerAsync(arguments, cancellationToken) is not { } answer)
                return null;
            client.Send(answer);
            return SocketArguments.None;
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

    private async ValueTask<EngineMessage?> AnswerAsync(SocketArguments arguments, CancellationToken cancellationToken)
    {
        if (!PythonJsonReader.TryRead(Encoding.UTF8.GetString(arguments.Json.Span), out var json) || json is not PythonList { Items: var items })
            return null;
        return items switch
        {
            [PythonText { Value: "ping" }] => SocketMessage.Event("pong", answers.Pong()),
            [PythonText { Value: "request_status" }, var asked] when JobIn(asked) is { } id => SocketMessage.Event("status_response", await answers.ResponseAsync(id, cancellationToken)),
            _ => null,
        };
    }

    /// <summary>The job that is asked for; null when the question cannot be read.</summary>
    private static PythonValue? JobIn(PythonValue asked)
    {
        if (!asked.IsTruthy)
            return PythonNull.Value;
        var id = asked is PythonDict { Entries: var entries } ? entries.GetValueOrDefault("job_id", PythonNull.Value) : null;
        return id is PythonList or PythonDict ? null : id;
    }

    [LoggerMessage(LogLevel.Error, "An event of a page could not be answered.")]
    private partial void LogEventFailed(Exception error);
}

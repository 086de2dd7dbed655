using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Strangler.Services.Realtime.SocketIo;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>Questions to legacy over one socket, as a page puts them: one at a time, so that what is told meanwhile is the answer.</summary>
internal sealed class LegacyQuestions(LegacySocket socket, TimeProvider time) : IDisposable
{
    /// <summary>The questions that prove silence: legacy works on several at once, each in a thread of its own, and these take it as long as any.</summary>
    private const string Proof = "the gateway";

    private const int Proofs = 2;

    /// <summary>Legacy answers at once, unless it is busy.</summary>
    private static readonly TimeSpan UsualAnswer = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _open = new();
    private int _last;
    private volatile bool _isOpen = true;
    private volatile ToldEvents? _told;

    public bool HasBegun => _begun.Task.IsCompletedSuccessfully;

    /// <summary>Legacy has let the gateway in.</summary>
    public void Begin() => _begun.TrySetResult();

    /// <summary>Sends an event, and waits for what legacy tells only its sender.</summary>
    /// <param name="question">The event.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The events that came until the acknowledgement, as a JSON array; empty for silence. Null when the socket ended meanwhile.</returns>
    /// <exception cref="OperationCanceledException">Cancelled, or the socket ended, e.g. while legacy had not let the gateway in.</exception>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async Task<byte[]?> AskAsync(SocketArguments question, CancellationToken cancellationToken)
    {
        await _begun.Task.WaitAsync(cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var told = new ToldEvents();
            _told = told;
            var answer = await SendAsync(question, cancellationToken);
            await answer.WaitAsync(UsualAnswer, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // Silent, or slow? One that has answered later questions meanwhile is not slow: whoever waits next need not wait longer.
            for (var i = 0; i < Proofs && !answer.IsCompleted; i++)
                await Task.WhenAny(answer, await SendAsync(StatusQuestion.Of(Proof), cancellationToken)).WaitAsync(cancellationToken);
            return _isOpen ? told.ToJson() : null;
        }
        finally
        {
            _told = null;
            _open.Clear();
            _turn.Release();
        }
    }

    /// <summary>Legacy has told something that is not for everyone.</summary>
    public void Hear(ReadOnlyMemory<byte> json)
    {
        if (SocketEvent.JobOf(json) != Proof)
            _told?.Add(json);
    }

    /// <summary>Legacy has acknowledged an event.</summary>
    /// <param name="packet">The digits of its number, and what follows them.</param>
    public void Acknowledge(ReadOnlySpan<byte> packet)
    {
        if (Utf8Parser.TryParse(packet, out int id, out _) && _open.TryGetValue(id, out var answered))
            answered.TrySetResult();
    }

    /// <summary>The socket has ended, and with it whoever waits.</summary>
    public void Dispose()
    {
        _isOpen = false;
        _begun.TrySetCanceled();
        foreach (var (_, answered) in _open)
            answered.TrySetResult();
        _turn.Dispose();
    }

    /// <summary>Sends an event; what is returned ends with its acknowledgement.</summary>
    private async Task<Task> SendAsync(SocketArguments question, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (id, answered) = (++_last, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _open[id] = answered;
        var type = question.Attachments.Count is > 0 and var count ? string.Create(CultureInfo.InvariantCulture, $"45{count}-") : "42";
        await socket.SendAsync(string.Create(CultureInfo.InvariantCulture, $"{type}{id}{Encoding.UTF8.GetString(question.Json.Span)}"), cancellationToken);
        foreach (var attachment in question.Attachments)
            await socket.SendAsync(attachment, cancellationToken);
        return answered.Task;
    }
}

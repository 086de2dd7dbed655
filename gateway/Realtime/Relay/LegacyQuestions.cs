using System.Buffers.Text;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>Questions to legacy over one socket, as a page puts them: one at a time, so that what is told meanwhile is the answer.</summary>
internal sealed class LegacyQuestions(LegacySocket socket, TimeProvider time) : IDisposable
{
    /// <summary>Legacy answers at once, unless it is busy.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _last;
    private volatile bool _isOpen = true;
    private volatile Question? _current;

    /// <summary>Legacy has let the gateway in.</summary>
    public void Begin() => _begun.TrySetResult();

    /// <summary>Sends an event, and waits for what legacy tells only its sender.</summary>
    /// <param name="question">The event, as JSON.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The events that came until the acknowledgement, as a JSON array; empty for silence. Null when the socket ended meanwhile.</returns>
    /// <exception cref="OperationCanceledException">Cancelled, or the socket ended, e.g. while legacy had not let the gateway in.</exception>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async Task<byte[]?> AskAsync(byte[] question, CancellationToken cancellationToken)
    {
        await _begun.Task.WaitAsync(cancellationToken);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var told = new ToldEvents();
            if (!await SendAsync(question, told, cancellationToken))
                await ProveSilenceAsync(told, cancellationToken);
            return _isOpen ? told.ToJson() : null;
        }
        finally
        {
            _current = null;
            _turn.Release();
        }
    }

    /// <summary>Legacy has told something that is not for everyone.</summary>
    public void Hear(ReadOnlyMemory<byte> json) => _current?.Told.Add(json);

    /// <summary>Legacy has acknowledged an event.</summary>
    /// <param name="packet">The digits of its number, and what follows them.</param>
    public void Acknowledge(ReadOnlySpan<byte> packet)
    {
        if (Utf8Parser.TryParse(packet, out int id, out _) && _current is { } question && question.Id == id)
            question.Answered.TrySetResult();
    }

    /// <summary>The socket has ended, and with it whoever waits.</summary>
    public void Dispose()
    {
        _isOpen = false;
        _begun.TrySetCanceled();
        _current?.Answered.TrySetResult();
        _turn.Dispose();
    }

    /// <summary>Sends an event and waits for its acknowledgement; false when none comes.</summary>
    private async Task<bool> SendAsync(byte[] json, ToldEvents told, CancellationToken cancellationToken)
    {
        var question = new Question(++_last, told);
        _current = question;
        await socket.SendAsync(string.Create(CultureInfo.InvariantCulture, $"42{question.Id}{Encoding.UTF8.GetString(json)}"), cancellationToken);
        await question.Answered.Task.WaitAsync(LongestAnswer, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return question.Answered.Task.IsCompleted;
    }

    // Silent, or slow? One that answers a later question is not slow.
    private async Task ProveSilenceAsync(ToldEvents told, CancellationToken cancellationToken)
    {
        while (!await SendAsync("[\"ping\"]"u8.ToArray(), told, cancellationToken))
        {
        }

        told.RemoveLastPong();
    }

    /// <summary>A question under way, and where its answers go.</summary>
    private sealed record Question(int Id, ToldEvents Told)
    {
        public TaskCompletionSource Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

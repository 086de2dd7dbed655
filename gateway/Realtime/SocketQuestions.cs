using System.Text;
using Strangler.Contract;
using Strangler.Gateway.Realtime.Relay;
using Strangler.Services.Realtime.Pages;
using Strangler.Services.Realtime.SocketIo;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Realtime;

/// <summary>
/// Pairs what a page asks over one socket of legacy's with what it is told, and has each pair compared with what modern would have said.
/// Broadcasts are no answers, and judged by themselves; a question that is met with silence is compared too.
/// </summary>
internal sealed class SocketQuestions : IDisposable
{
    private const string Connect = "connect";
    private const int MostOpen = 32;

    private static readonly SocketArguments ConnectQuestion = new(Encoding.UTF8.GetBytes($"[\"{Connect}\"]"));

    /// <summary>Nobody waits for it: legacy may be slow, and only then is it silent.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What legacy says so much later was said after an answer would have been. A page that has gone hears neither.</summary>
    private static readonly TimeSpan LatestAnswer = TimeSpan.FromSeconds(2);

    private readonly IChannelShadow _shadow;
    private readonly NoticeShadow _notices;
    private readonly IPageAnswers _modern;
    private readonly Func<string, Side?> _ownerOf;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly List<Question> _open = [];
    private readonly WholeEvents _asked = new();
    private readonly WholeEvents _told = new();
    private readonly ITimer _timer;
    private long _toldAt;

    /// <param name="shadow">Takes the pairs.</param>
    /// <param name="notices">Hears what every page is told.</param>
    /// <param name="modern">What modern would say.</param>
    /// <param name="ownerOf">The side that a job belongs to, so that the other cannot know it; null for no such job.</param>
    /// <param name="time">For what is never answered.</param>
    public SocketQuestions(IChannelShadow shadow, NoticeShadow notices, IPageAnswers modern, Func<string, Side?> ownerOf, TimeProvider time)
    {
        (_shadow, _notices, _modern, _ownerOf, _time) = (shadow, notices, modern, ownerOf, time);
        _timer = time.CreateTimer(static questions => ((SocketQuestions)questions!).EndOld(), this, Patience, Patience);
    }

    /// <summary>The page has sent a packet.</summary>
    /// <param name="packet">As polling has it (<see cref="BinaryPacket"/>).</param>
    public void Asked(ReadOnlyMemory<byte> packet)
    {
        var text = packet.Span;
        if (text.StartsWith("40"u8))
            Add(new Question(Connect, ConnectQuestion, ConnectQuestion.ToText(), Connect, null, _time.GetTimestamp()));
        else if (_asked.Take(packet) is { } asked && asked.ToText() is var json && SocketEvent.NameOf(json) is { } name and not Connect)
            Add(new Question(name, asked, json, SocketEvent.PairOf(json), SocketEvent.JobOf(json), _time.GetTimestamp()));
    }

    /// <summary>The page was told something.</summary>
    /// <param name="packet">In the same form.</param>
    public void Told(ReadOnlyMemory<byte> packet)
    {
        var text = packet.Span;
        Volatile.Write(ref _toldAt, _time.GetTimestamp());
        if (text.StartsWith("44"u8))
            Take(Connect, question => question.IsDropped = true); // Each side counts its own pages.
        else if (text.StartsWith("40"u8))
            Take(Connect, question => question.Told.Add($"[\"{Connect}\"]"));
        else if (_told.Take(packet) is { } told && told.ToText() is var json && SocketEvent.TryRead(json, out var name, out var payload))
            Hear(name, json, payload);
    }

    public void Dispose()
    {
        _notices.End(this);
        _timer.Dispose();
    }

    private void Hear(string name, ReadOnlyMemory<byte> json, ReadOnlyMemory<byte> payload)
    {
        switch (name)
        {
            case var _ when SocketEvent.IsNotice(name):
                _notices.Hear(this, name, payload);
                break;
            case "status":
                lock (_lock)
                    _open.Find(question => question.Name == Connect)?.Told.Add(Encoding.UTF8.GetString(json.Span));
                break;
            case var _ when SocketEvent.PairOf(json) is { } pair:
                Take(pair, question => question.Told.Add(Encoding.UTF8.GetString(json.Span)));
                break;
        }
    }

    private void Add(Question question)
    {
        lock (_lock)
        {
            if (_open.Count < MostOpen)
                _open.Add(question);
        }
    }

    /// <summary>Ends the oldest question that such an answer is for. Legacy answers several in any order.</summary>
    private void Take(string pair, Action<Question> last)
    {
        Question? question;
        lock (_lock)
        {
            question = _open.Find(one => one.Pair == pair);
            if (question is null)
                return;
            _open.Remove(question);
            last(question);
        }

        Compare(question);
    }

    private void EndOld()
    {
        List<Question> old;
        lock (_lock)
        {
            old = _open.FindAll(question => _time.GetElapsedTime(question.At) > Patience && _time.GetElapsedTime(question.At, Volatile.Read(ref _toldAt)) > LatestAnswer);
            old.ForEach(question => _open.Remove(question));
        }

        old.ForEach(Compare);
    }

    private void Compare(Question question)
    {
        if (question.IsDropped)
            return;

        var told = Encoding.UTF8.GetBytes($"[{string.Join(',', question.Told)}]");
        if (question.Job is { } job && _ownerOf(job) is { } owner)
            _notices.Answered(owner, job, StatusQuestion.StatusIn(told));
        else
            _shadow.Compare(new ChannelExchange(RouteNames.Realtime, Side.Legacy, question.Name, question.Json, told, _time.GetElapsedTime(question.At), token => _modern.AnswerAsync(question.Asked, token)));
    }

    private sealed record Question(string Name, SocketArguments Asked, byte[] Json, string? Pair, string? Job, long At)
    {
        public List<string> Told { get; } = [];

        public bool IsDropped { get; set; }
    }
}

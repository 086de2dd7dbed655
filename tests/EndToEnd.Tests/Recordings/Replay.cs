using System.Text.Json;
using Strangler.Testing.Comparison;
using Strangler.Testing.Http;
using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>One scene played against one target: sends each recording's request and judges the answer.</summary>
internal sealed class Replay(Scene scene, Installation installation, CancellationToken cancellationToken)
{
    private readonly Dictionary<string, Outcome> _outcomes = [];
    private readonly RecordingComparer _comparer = new(RuleBook.For(installation.Target));

    public Installation Installation => installation;

    public Target Target => installation.Target;

    public CancellationToken CancellationToken => cancellationToken;

    public IReadOnlyDictionary<string, Outcome> Outcomes => _outcomes;

    /// <summary>Values of the recorded server and those that stand for them here.</summary>
    public Substitutions Substitutions { get; } = new(installation);

    /// <summary>Sends what is in no recording, to bring the server into a state.</summary>
    public Task<RawResponse> SendAsync(RawRequest request) => RawHttp.SendAsync(installation.Address, request, cancellationToken);

    /// <summary>All recordings of the scene that have not been replayed yet, in recorded order.</summary>
    public Task AllAsync() => TheseAsync(_ => true);

    public async Task TheseAsync(Func<Recording, bool> which)
    {
        foreach (var recording in scene.Recordings.Where(which).Where(recording => !_outcomes.ContainsKey(recording.Id) && Catalogue.IsReplayed(recording, Target)))
            await OneAsync(recording);
    }

    public Task NamedAsync(string id) => TheseAsync(recording => recording.Id == id);

    public async Task<RawResponse> OneAsync(Recording recording)
    {
        var request = await RequestOf.RecordingAsync(recording, this);
        var answer = await AnswerAsync(request);
        Judge(recording, request, answer);
        if (recording.FinalSnapshot.ValueKind == JsonValueKind.Object && answer.Status == 200)
            await FinalSnapshot.JudgeAsync(recording, answer, this);

        return answer;
    }

    private async Task<RawResponse> AnswerAsync(RawRequest request)
    {
        try
        {
            return await SendAsync(request);
        }
        catch (IOException)
        {
            return RawResponse.None;
        }
    }

    /// <summary>Compares, and adds to what was found for this recording before.</summary>
    public void Judge(Recording recording, RawRequest request, RawResponse answer)
    {
        Substitutions.Learn(recording.Response.BodyText, answer.Text);
        var exchange = new Exchange(recording, request, Expected.Of(recording.Response, Substitutions.All), answer);
        var verdict = _comparer.Judge(exchange);
        Keep(recording, verdict.Used, verdict.Passed ? null : verdict.Describe(exchange));
    }

    private void Keep(Recording recording, IReadOnlyList<string> used, string? failure)
    {
        var before = _outcomes.GetValueOrDefault(recording.Id);
        _outcomes[recording.Id] = new(recording, Target, [.. used.Union(before?.Used ?? []).Order(StringComparer.Ordinal)],
            before?.Failure is { } earlier && failure is not null ? $"{earlier}\n{failure}" : before?.Failure ?? failure);
    }
}

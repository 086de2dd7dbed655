using System.Text;
using Microsoft.Extensions.Options;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;
using Strangler.ShadowDiff.Shape;
using Strangler.ShadowDiff.Tests.Store;

namespace Strangler.ShadowDiff.Tests.Shape;

/// <summary>A gateway's view of jobs on both sides: each answer is judged as it comes, a second after the one before.</summary>
internal sealed class TwoSides
{
    private readonly ShapeCheck _check;
    private DateTimeOffset _now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public TwoSides(int samples = 3, int jobs = 3, RuleSet? rules = null, LearnedShapes? learned = null)
    {
        var options = Options.Create(new ShapeOptions { ShapeMinimumSamples = samples, ShapeMinimumJobs = jobs });
        Learned = learned ?? new(new OneBuild("b1"));
        _check = new(Learned, new(options), new(rules ?? RuleSet.Empty), options, Options.Create(new ComparisonOptions()), TimeProvider.System);
    }

    public LearnedShapes Learned { get; }

    public DateTimeOffset Now => _now;

    /// <summary>Plays a job on a side; returns what was found, as kind and place, with both values.</summary>
    public IReadOnlyList<string> Play(Side side, string job, params IEnumerable<(int Status, string Body)> answers) => [.. answers.SelectMany(answer => Found(Ask(side, job, answer.Status, answer.Body)))];

    public ShapeJudgement Ask(Side side, string? job, int status, string body) => Ask(side, job, Pairs.Response(Encoding.UTF8.GetBytes(body), status));

    public ShapeJudgement Ask(Side side, string? job, CapturedResponse answer, params (string Name, string Value)[] requestHeaders) =>
        _check.Judge(Exchange(side, job, answer, requestHeaders), answer);

    /// <summary>An answer that is held against the other side's, and teaches nothing.</summary>
    public IReadOnlyList<string> Try(string job, CapturedResponse answer, params (string Name, string Value)[] requestHeaders) =>
        Found(_check.Judge(Exchange(Side.Modern, job, answer, requestHeaders), answer with { }));

    /// <summary>What an answer of modern has to say.</summary>
    public IReadOnlyDictionary<string, string> Expected(string body) => _check.Expected(Exchange(Side.Modern, "job", Pairs.Response(body)));

    private CapturedExchange Exchange(Side side, string? job, CapturedResponse answer, params (string Name, string Value)[] requestHeaders)
    {
        _now += TimeSpan.FromSeconds(1);
        return new(new("job_status", side, SideEffect.Safe, null, null, Compare: false) { IsPinned = true }, Pairs.Request(null, requestHeaders), answer, TimeSpan.Zero, _now) { Job = job };
    }

    /// <summary>Tells a notice of a side; returns what was found.</summary>
    public IReadOnlyList<string> Tell(Side side, string name, string job, string payload)
    {
        _now += TimeSpan.FromSeconds(1);
        var answer = Pairs.Response(Encoding.UTF8.GetBytes(payload));
        var notice = new CapturedExchange(
            new("realtime", side, SideEffect.Channel, null, null, Compare: false) { IsPinned = true }, Pairs.Request() with { RawTarget = name }, answer, TimeSpan.Zero, _now)
        { Job = job, IsNotice = true };
        return Found(_check.Judge(notice, answer));
    }

    private static IReadOnlyList<string> Found(ShapeJudgement judgement) =>
        [.. (judgement.Comparison?.Divergences ?? []).Select(one => $"{KebabName<DivergenceKind>.Of(one.Difference.Kind)} {one.At}: {one.Difference.Legacy} > {one.Difference.Modern}")];
}

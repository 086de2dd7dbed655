using System.CommandLine;
using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Cases.Corpus;
using Strangler.CommandLine.Cases.Har;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.CommandLine.Parity;
using Strangler.ShadowDiff.Trials;

namespace Strangler.CommandLine.Commands;

/// <summary><c>truth</c>: a trial of seeded faults in the gateway's copies of answers: would the shadow have seen them?</summary>
internal static class TruthCommand
{
    private const string UsualCorpus = "tests/Corpus";

    /// <summary>Of the trial while a corpus is played; it is stopped before.</summary>
    private const int LongestTrial = 3_600;

    /// <summary>For what still waits to be asked anew when a trial ends.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromMinutes(3);

    private static readonly Option<string?> Corpus = new("--corpus") { Description = $"Play a corpus through the gateway (default: {UsualCorpus})", HelpName = "folder" };
    private static readonly Option<string?> Har = new("--har") { Description = "Play an HTTP archive, as browsers save it", HelpName = "file" };
    private static readonly Option<int> For = Ranged.Integer("--for", "Play nothing, and watch live traffic for so many seconds (0: play)", 0, LongestTrial, usual: 0);
    private static readonly Option<int> Seed = Ranged.Integer("--seed", "Chooses the faults: the same ones of the same answers", 0, int.MaxValue, usual: 1);
    private static readonly Option<int> Faults = Ranged.Integer("--faults", "Faults in all, shared by the routes; half as many harmless variations besides", 1, 20_000, usual: 500);
    private static readonly Option<string[]> Kind = new("--kind") { Description = "Only faults of this kind, e.g. type (may be repeated)", DefaultValueFactory = _ => [] };
    private static readonly Option<string?> Side = new("--side") { Description = "Alter answers of legacy or modern only", HelpName = "side" };
    private static readonly Option<int> Repeat = Ranged.Integer("--repeat", "How often what is played is played, each time as another client", 1, 1_000, usual: 5);
    private static readonly Option<int> Rate = Ranged.Integer("--rate", "Requests per second at most", 1, 1_000, usual: 40);
    private static readonly Option<bool> Unsafe = new("--unsafe") { Description = "Play requests that may change something, too" };
    private static readonly Option<string?> Public = new("--public") { Description = "Where clients reach the gateway (default: it says so)", HelpName = "URL" };
    private static readonly Option<double?> Min = Ranged.Number("--min", "Least recall and precision that end with 0 (default 0.99)", 0, 1);
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, for the audit", HelpName = "text", DefaultValueFactory = _ => "would the shadow have seen it?" };

    public static Command Create()
    {
        var command = new Command("truth", "Seeds faults into the gateway's copies of answers, and counts those that the shadow finds. No client sees one")
        {
            PlayOptions.Route, PlayOptions.Routes, Corpus, Har, For, Seed, Faults, Kind, Side, Repeat, Rate, Unsafe, Public, Min, Reason,
        };
        command.Validators.Add(result =>
        {
            if (new[] { result.GetValue(Har) is not null, result.GetValue(Corpus) is not null, result.GetResult(For) is { Implicit: false } }.Count(given => given) > 1)
                result.AddError("truth takes one of --corpus FOLDER, --har FILE and --for SECONDS.");
        });
        command.SetAction(Session.Action(RunAsync, LongestEnd));
        return command;
    }

    private static async Task<int> RunAsync(Session session, ParseResult result, CancellationToken cancellationToken)
    {
        var played = result.GetValue(For) > 0 ? null : await ReadAsync(result, cancellationToken);
        var started = await session.Api.PostAsync("/api/trial", RequestOf(session, result), TrialJson.Default.TrialRequest, TrialJson.Default.TrialReport, cancellationToken);
        try
        {
            if (played is null)
                await Task.Delay(TimeSpan.FromSeconds(result.GetValue(For)), TimeProvider.System, cancellationToken);
            else
                await PlayAsync(result, played, started.Value.PublicAddress, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Notice.Write("interrupted; the trial is stopped, and what follows is what it has shown until now.");
        }

        var stop = new TrialStopRequest(session.Who, result.GetRequiredValue(Reason));
        var report = await session.Api.PostAsync("/api/trial/stop", stop, TrialJson.Default.TrialStopRequest, TrialJson.Default.TrialReport, CancellationToken.None);
        session.Show(report, screen => screen.Show(report.Value));
        var min = result.GetValue(Min) ?? 0.99;
        return !cancellationToken.IsCancellationRequested && report.Value is { Faults: > 0 } shown && shown.Recall >= min && shown.Precision >= min ? ExitCode.Done : ExitCode.NoParity;
    }

    private static TrialRequest RequestOf(Session session, ParseResult result) => new(
        session.Who,
        result.GetRequiredValue(Reason),
        result.GetValue(Seed),
        result.GetValue(Faults),
        result.GetValue(For) is > 0 and var seconds ? Math.Min(LongestTrial, seconds + 60) : LongestTrial,
        result.GetRequiredValue(Kind),
        result.GetRequiredValue(PlayOptions.Route),
        result.GetValue(Side));

    private static async Task<IReadOnlyList<CaseSequence>> ReadAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var routes = new RouteFinder(result.GetRequiredValue(PlayOptions.Routes));
        var sequences = result.GetValue(Har) is { } archive
            ? (await Interruptible.RunAsync(new HarReader(archive, routes).Read, cancellationToken)).Sequences
            : await Interruptible.RunAsync(new CorpusFolder(result.GetValue(Corpus) ?? UsualCorpus, routes).Read, cancellationToken);
        var (policy, wanted) = (new ReplayPolicy(routes, WithCredentials: false, result.GetValue(Unsafe)), result.GetRequiredValue(PlayOptions.Route));
        CaseSequence[] chosen = [.. sequences.Select(sequence => policy.Apply(sequence.Of(wanted))).Where(sequence => sequence.Cases.Any(one => one.NotSent is null))];
        return chosen.Length > 0 ? chosen : throw new CommandException("there is nothing to play: no case of these routes may be sent; --unsafe sends those that may change something.", ExitCode.BadUsage);
    }

    private static async Task PlayAsync(ParseResult result, IReadOnlyList<CaseSequence> sequences, Uri? known, CancellationToken cancellationToken)
    {
        var address = result.GetValue(Public) is { } given ? SharedOptions.ReadAddress("--public", given)
            : known is not null ? new UriBuilder(known) { Host = known.Host is "0.0.0.0" or "[::]" ? "127.0.0.1" : known.Host }.Uri
            : throw new CommandException("the gateway does not say where clients reach it; --public does.", ExitCode.Unreachable);
        using var gateway = new Parity.Side("public", address, SharedOptions.ReadTimeout(result) ?? SharedOptions.UsualTimeout, TimeProvider.System);
        await gateway.ReachAsync(cancellationToken);
        var traffic = new Traffic(gateway, new Pace(result.GetValue(Rate), null, null, TimeProvider.System), TimeProvider.System);
        using var progress = new ProgressLine(result.GetValue(Repeat) * sequences.Sum(sequence => sequence.Cases.Count));
        var done = 0;
        for (var client = 1; client <= result.GetValue(Repeat); client++)
        {
            foreach (var sequence in sequences)
            {
                await traffic.PlayAsync(sequence, $"cutover-truth/{client}", cancellationToken);
                progress.Show(done += sequence.Cases.Count);
            }
        }
    }
}

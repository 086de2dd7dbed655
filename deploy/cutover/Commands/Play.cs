using System.CommandLine;
using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.CommandLine.Parity;
using Strangler.CommandLine.Parity.Jobs;
using Strangler.Settings;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Rules;

namespace Strangler.CommandLine.Commands;

/// <summary>Sends cases to both sides and shows the result: what <c>parity</c> and <c>replay</c> share.</summary>
/// <param name="source">Where the cases came from, in words.</param>
/// <param name="routes">The routes that rules may name.</param>
/// <param name="rate">Requests per second at most; null for no limit.</param>
/// <param name="speed">How many times faster than recorded; null to keep no rhythm.</param>
internal sealed class Play(ParseResult result, string source, RouteFinder routes, double? rate = null, double? speed = null)
{
    private static readonly TimeProvider Time = TimeProvider.System;

    /// <summary>Longer than legacy lets a client run (contract 6).</summary>
    private static readonly TimeSpan LongestBackup = TimeSpan.FromMinutes(3);

    /// <returns>The exit code.</returns>
    /// <exception cref="CommandException">Bad input, or a side that cannot be reached.</exception>
    public async Task<int> RunAsync(IReadOnlyList<CaseSequence> all, CancellationToken cancellationToken)
    {
        var sequences = Select(all);
        var (isJson, jsonFile) = PlayOptions.ReadJson(result);
        var output = new RunOutput(isJson, jsonFile, result.GetValue(PlayOptions.JUnit));
        var comparison = await Interruptible.RunAsync(() => LoadRules(ofJobs: false), cancellationToken);
        using var legacy = Open("legacy", PlayOptions.Legacy);
        using var modern = Open("modern", PlayOptions.Modern);
        await legacy.ReachAsync(cancellationToken);
        await modern.ReachAsync(cancellationToken);

        var cases = sequences.SelectMany(sequence => sequence.Cases);
        using var progress = new ProgressLine(cases.Count());
        var pace = new Pace(rate, speed, cases.Min(one => one.At), Time);
        var run = new ParityRun(legacy, modern, comparison, pace, result.GetValue(PlayOptions.Concurrency), progress.Show, Time);
        var played = await run.RunAsync(sequences, source, cancellationToken);
        progress.Clear();
        output.Write(played);
        return played.ShowsParity ? ExitCode.Done : ExitCode.NoParity;
    }

    /// <summary>Runs backups on both sides, and compares their traces.</summary>
    /// <param name="jobs">On each side.</param>
    /// <param name="user">What the names of the users begin with; null for one of this run.</param>
    /// <param name="isRecorded">Whether the result goes to the gateway as well.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="CommandException">Bad input, a side that cannot be reached, or a gateway that does not take the result.</exception>
    public async Task<int> RunJobsAsync(int jobs, string? user, bool isRecorded, CancellationToken cancellationToken)
    {
        if (result.GetRequiredValue(PlayOptions.Route).Length > 0)
            throw new CommandException("--route goes with cases; a backup touches all the routes of jobs.", ExitCode.BadUsage);

        var (isJson, jsonFile) = PlayOptions.ReadJson(result);
        var output = new RunOutput(isJson, jsonFile, result.GetValue(PlayOptions.JUnit));
        var comparison = await Interruptible.RunAsync(() => LoadRules(ofJobs: true), cancellationToken);
        using var legacy = Open("legacy", PlayOptions.Legacy);
        using var modern = Open("modern", PlayOptions.Modern);
        await legacy.ReachAsync(cancellationToken);
        await modern.ReachAsync(cancellationToken);

        using var progress = new ProgressLine(jobs);
        var run = new TraceRun(legacy, modern, comparison, user ?? $"parity-{Time.GetUtcNow().ToUnixTimeMilliseconds():x}", LongestBackup, progress.Show, Time);
        var played = await run.RunAsync(jobs, cancellationToken);
        progress.Clear();
        output.Write(played);
        if (isRecorded)
            await TraceEvidence.RecordAsync(result, played, jobs, cancellationToken);

        return played.ShowsParity ? ExitCode.Done : ExitCode.NoParity;
    }

    private CaseSequence[] Select(IReadOnlyList<CaseSequence> all)
    {
        var wanted = result.GetRequiredValue(PlayOptions.Route);
        CaseSequence[] chosen = [.. all.Select(sequence => sequence.Of(wanted)).Where(sequence => sequence.Cases.Count > 0)];
        if (chosen.Length > 0)
            return chosen;

        string[] known = [.. all.SelectMany(sequence => sequence.Cases).Select(one => one.Route).Distinct().Order(StringComparer.Ordinal)];
        throw new CommandException($"{source} has no case of the route {string.Join(" or ", wanted)}; {NearestName.Advice(wanted[0], known, "it has")}.", ExitCode.BadUsage);
    }

    private ResponseComparison LoadRules(bool ofJobs)
    {
        try
        {
            return ResponseComparison.Load(PlayOptions.ReadRules(result, ofJobs), routes.Names, Time);
        }
        catch (InvalidRulesException exception)
        {
            throw new CommandException(exception.Message, ExitCode.BadUsage);
        }
    }

    private Side Open(string name, Option<string> address) =>
        new(name, SharedOptions.ReadAddress($"--{name}", result.GetRequiredValue(address)), SharedOptions.ReadTimeout(result) ?? SharedOptions.UsualTimeout, Time);
}

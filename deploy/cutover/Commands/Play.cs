using System.CommandLine;
using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Options;
using Strangler.CommandLine.Output;
using Strangler.CommandLine.Parity;
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

    /// <returns>The exit code.</returns>
    /// <exception cref="CommandException">Bad input, or a side that cannot be reached.</exception>
    public async Task<int> RunAsync(IReadOnlyList<CaseSequence> all, CancellationToken cancellationToken)
    {
        var sequences = Select(all);
        var (isJson, jsonFile) = PlayOptions.ReadJson(result);
        var output = new RunOutput(isJson, jsonFile, result.GetValue(PlayOptions.JUnit));
        var comparison = await Interruptible.RunAsync(LoadRules, cancellationToken);
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

    private CaseSequence[] Select(IReadOnlyList<CaseSequence> all)
    {
        var wanted = result.GetRequiredValue(PlayOptions.Route);
        CaseSequence[] chosen = [.. all.Select(sequence => sequence.Of(wanted)).Where(sequence => sequence.Cases.Count > 0)];
        if (chosen.Length > 0)
            return chosen;

        string[] known = [.. all.SelectMany(sequence => sequence.Cases).Select(one => one.Route).Distinct().Order(StringComparer.Ordinal)];
        throw new CommandException($"{source} has no case of the route {string.Join(" or ", wanted)}; {NearestName.Advice(wanted[0], known, "it has")}.", ExitCode.BadUsage);
    }

    private ResponseComparison LoadRules()
    {
        try
        {
            return ResponseComparison.Load(result.GetRequiredValue(PlayOptions.Rules), routes.Names, Time);
        }
        catch (InvalidRulesException exception)
        {
            throw new CommandException(exception.Message, ExitCode.BadUsage);
        }
    }

    private Side Open(string name, Option<string> address) =>
        new(name, SharedOptions.ReadAddress($"--{name}", result.GetRequiredValue(address)), SharedOptions.ReadTimeout(result) ?? SharedOptions.UsualTimeout, Time);
}

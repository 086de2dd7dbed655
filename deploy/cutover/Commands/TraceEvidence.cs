using System.CommandLine;
using Strangler.CommandLine.Exit;
using Strangler.CommandLine.Management;
using Strangler.CommandLine.Output;
using Strangler.CommandLine.Parity;

namespace Strangler.CommandLine.Commands;

/// <summary>Hands what traces of jobs have shown to the gateway's promotion gate.</summary>
internal static class TraceEvidence
{
    private const int MostDivergences = 20;
    private const int LongestDivergence = 300;

    /// <exception cref="CommandException">The run is no evidence, or the gateway cannot be reached or refuses it.</exception>
    public static async Task RecordAsync(ParseResult result, RunResult run, int jobs, CancellationToken cancellationToken)
    {
        if (run.IsInterrupted || run.Count(CaseOutcome.Unable) + run.Count(CaseOutcome.NotComparable) > 0)
            throw new CommandException("the traces are not handed to the gateway: something could not be compared, so they prove nothing.", ExitCode.NoParity);

        using var session = Session.Open(result);
        var body = new TraceRecord(session.Who, $"parity --jobs {jobs} against {run.Legacy.Authority} and {run.Modern.Authority}", jobs, [.. run.Cases.Where(IsCompared).GroupBy(one => one.Case.Route).Select(Of)]);
        var answer = await session.Api.PostAsync("/api/traces", body, TraceEvidenceJson.Default.TraceRecord, TraceEvidenceJson.Default.TraceReceipt, cancellationToken);
        Notice.Write($"The gateway has taken down the traces of {string.Join(", ", answer.Value.Recorded.Select(one => one.Route))} as evidence of build {(answer.Value.Recorded is [var first, ..] ? first.Build : "none")}.");
    }

    private static bool IsCompared(CaseResult result) => result.Outcome is CaseOutcome.Match or CaseOutcome.OnPurpose or CaseOutcome.Diverged;

    private static TracedRoute Of(IGrouping<string, CaseResult> route) => new(
        route.Key,
        route.Count(),
        route.Count(one => one.Outcome == CaseOutcome.Diverged),
        [.. route.SelectMany(one => one.Divergences).Where(found => found.OnPurpose is null).Select(found => Brief($"{found.Kind} at {found.Path}")).Distinct().Take(MostDivergences)]);

    private static string Brief(string text) => text.Length <= LongestDivergence ? text : text[..LongestDivergence];
}

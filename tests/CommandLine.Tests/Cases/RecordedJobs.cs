using Strangler.CommandLine.Cases;
using Strangler.CommandLine.Cases.Corpus;

namespace Strangler.CommandLine.Tests.Cases;

/// <summary>A job changes the general status when it ends, whenever that is on each side: a file that starts jobs waits for them, and looks how they ended.</summary>
internal static class RecordedJobs
{
    /// <summary>Q8: one side only has this job.</summary>
    private const string RefusedByModern = "user with line feed (transfer.info injection)";

    public static IReadOnlyList<CorpusCase> Await(IReadOnlyList<CorpusCase> cases) => [.. cases, .. cases.SelectMany(Ends)];

    private static IEnumerable<CorpusCase> Ends(CorpusCase start) =>
        from name in start.Capture?.Keys ?? Enumerable.Empty<string>()
        where name.StartsWith("job_id", StringComparison.Ordinal) && start.Name != RefusedByModern
        select new CorpusCase
        {
            Name = $"{start.Name}: its end",
            Route = "job_status",
            Target = $"/api/status?job_id={Placeholder.Of(name)}",
            Until = new CorpusUntil("body /backing_up", "false", Seconds: 60),
        };
}

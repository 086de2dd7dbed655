using System.Collections.Concurrent;
using System.Text;
using Strangler.EndToEnd.Tests.Recordings.Jobs;
using Strangler.Testing;

[assembly: AssemblyFixture(typeof(Strangler.EndToEnd.Tests.Recordings.RecordingReport))]

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>Writes <c>TestResults/recordings.md</c> when all tests are over: each case and target, its result, and the rules or quirks it needed.</summary>
public sealed class RecordingReport : IDisposable
{
    /// <summary>The lives of jobs that were played.</summary>
    internal static ConcurrentBag<LifecycleOutcome> Lives { get; } = [];

    public void Dispose()
    {
        var outcomes = ReplayCache.Outcomes.OrderBy(one => one.Recording.Id, StringComparer.Ordinal).ThenBy(one => one.Target.Name, StringComparer.Ordinal).ToList();
        if (outcomes.Count == 0 && Lives.IsEmpty)
            return;

        var text = new StringBuilder("# The recordings of the legacy server, replayed\n\n");
        foreach (var target in Target.All.Where(target => outcomes.Exists(one => one.Target == target)))
            text.AppendLine(null, $"- {target}: {outcomes.Count(one => one.Target == target && one.Failure is null)} as recorded, {outcomes.Count(one => one.Target == target && one.Failure is not null)} not");

        text.AppendLine("\n| Case | Target | Result | Rules and substitutions |\n|---|---|---|---|");
        foreach (var one in outcomes)
            text.AppendLine(null, $"| {one.Recording.Id.Replace("|", "\\|", StringComparison.Ordinal)} | {one.Target} | {(one.Failure is null ? "as recorded" : "**differs**")} | {string.Join(", ", one.Used)} |");

        text.AppendLine("\n## Lives of jobs\n\n| Case | Target | Result | Quirks |\n|---|---|---|---|");
        foreach (var one in Lives.OrderBy(one => one.Name, StringComparer.Ordinal).ThenBy(one => one.Target.Name, StringComparer.Ordinal))
            text.AppendLine(null, $"| {one.Name} | {one.Target} | {(one.Passed ? "as recorded" : "**differs**")} | {string.Join(", ", one.Used)} |");

        text.AppendLine("\n## Rules\n");
        foreach (var rule in Target.All.SelectMany(RuleBook.For).DistinctBy(rule => rule.Name))
            text.AppendLine(null, $"- `{rule.Name}`: {rule.Reason}");

        text.AppendLine("\n## Not replayed\n");
        foreach (var (id, target, reason) in Catalogue.NotReplayed)
            text.AppendLine(null, $"- {id}, {target}: {reason}");

        Directory.CreateDirectory(RepositoryRoot.Combine("TestResults"));
        File.WriteAllText(RepositoryRoot.Combine("TestResults", "recordings.md"), text.ToString());
    }
}

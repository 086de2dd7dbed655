using System.Text.Json;
using Strangler.ShadowDiff.Compare;

namespace Strangler.ShadowDiff.Shape;

/// <summary>In which order a list or table of jobs names them: by their names, as legacy does (contract 3.2, 5), or otherwise.</summary>
internal static class JobSequence
{
    /// <summary>What no list of jobs is.</summary>
    public const string Twice = "a job twice";

    private const string Id = "job_id";

    /// <summary>In a word; null for what is no list of two jobs or more.</summary>
    public static string? Of(JsonNode node)
    {
        string?[] jobs = node.Kind switch
        {
            JsonValueKind.Object => [.. node.Members.Select(member => member.Name)],
            JsonValueKind.Array => [.. node.Items.Select(item => item.Members.LastOrDefault(member => member.Name == Id).Value?.Text)],
            _ => [],
        };
        if (jobs.Length < 2 || !jobs.All(job => job is not null && TextForm.IsJob(job)))
            return null;

        return jobs.Distinct(StringComparer.Ordinal).Count() < jobs.Length ? Twice
            : jobs.SequenceEqual(jobs.Order(StringComparer.Ordinal)) ? "rising"
            : jobs.SequenceEqual(jobs.OrderDescending(StringComparer.Ordinal)) ? "falling"
            : "none";
    }
}

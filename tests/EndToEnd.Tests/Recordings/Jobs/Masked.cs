using System.Text.RegularExpressions;
using Strangler.Testing.Comparison;

namespace Strangler.EndToEnd.Tests.Recordings.Jobs;

/// <summary>JSON without what is different each time (contract 14): the id of the job at hand, times.</summary>
internal static partial class Masked
{
    public static string Text(string json, string jobId) =>
        Time().Replace(JobId().Replace(PythonJsonText.Compact(json).Replace(jobId, "job", StringComparison.Ordinal), "job"), "time");

    [GeneratedRegex(@"job_\d{16}")]
    private static partial Regex JobId();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?|(?<=""timestamp"":)\d+(\.\d+)?")]
    private static partial Regex Time();
}

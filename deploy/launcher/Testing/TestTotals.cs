using System.Text.Json;

namespace Strangler.Launcher.Testing;

/// <summary>How many tests passed, and which did not, each with the reason.</summary>
internal sealed record TestTotals(int Passed, IReadOnlyList<string> Failed, IReadOnlyList<string> Skipped)
{
    public static TestTotals None { get; } = new(0, [], []);

    public static TestTotals operator +(TestTotals left, TestTotals right) =>
        new(left.Passed + right.Passed, [.. left.Failed, .. right.Failed], [.. left.Skipped, .. right.Skipped]);

    /// <summary>What one project's run came to. One that fails without a failed test counts as one.</summary>
    public static TestTotals Of(string project, string report, int exitCode)
    {
        var totals = None;
        if (File.Exists(report))
        {
            using var stream = File.OpenRead(report);
            totals = Read(stream);
        }

        return exitCode == 0 || totals.Failed.Count > 0
            ? totals
            : totals + new TestTotals(0, [$"{project}: it ended with exit code {exitCode}; it ran no test to its end, or failed outside of them."], []);
    }

    /// <summary>Reads one project's report in the Common Test Report Format (ctrf.io).</summary>
    public static TestTotals Read(Stream report)
    {
        using var document = JsonDocument.Parse(report);
        var results = document.RootElement.GetProperty("results");
        var tests = results.GetProperty("tests").EnumerateArray().ToLookup(test => test.GetProperty("status").GetString());
        return new TestTotals(tests["passed"].Count(), [.. tests["failed"].Select(Describe)], [.. tests["skipped"].Select(Describe)]);
    }

    public override string ToString() => $"{Passed} passed, {Failed.Count} failed, {Skipped.Count} skipped";

    private static string Describe(JsonElement test)
    {
        var why = test.TryGetProperty("message", out var message) ? message.GetString() : "no reason given";
        return $"{test.GetProperty("name").GetString()}: {why}";
    }
}

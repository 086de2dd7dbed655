using System.Text;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Tests.Compare;

/// <summary>Documents made to be dear: four times the length may cost about four times the memory, and never a stop.</summary>
public sealed class WorkTests
{
    private const int Size = 60_000;

    /// <summary>16 would be the square.</summary>
    private const double MostGrowth = 8;

    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    private static readonly RuleSet Sets = RulesFile.Parse(
        """{ "rules": [{ "name": "s", "kind": "volatile", "route": "*", "at": "body /**", "action": "set", "reason": "r" }] }"""u8.ToArray(), "rules");

    public static TheoryData<string> Families { get; } = [.. Documents.Keys];

    private static Dictionary<string, (string Type, Func<int, char, string> Write)> Documents => new()
    {
        ["nested arrays"] = ("application/json", (n, x) => Repeat(n / 500, _ => $"{new string('[', 240)}{x}{new string(']', 240)}", "[", "]")),
        ["nested objects"] = ("application/json", (n, x) => Repeat(n / 800, _ => $"{string.Concat(Enumerable.Repeat("{\"a\":[", 100))}{x}{string.Concat(Enumerable.Repeat("]}", 100))}", "[", "]")),
        ["arrays in deep arrays"] = ("application/json", (n, x) => $"{new string('[', 200)}{Repeat(n / 3, i => i == n / 6 ? $"[{x}]" : "[]", "[", "]")}{new string(']', 200)}"),
        ["many members"] = ("application/json", (n, x) => Repeat(n / 10, i => $"\"k{i}\":{x}", "{", "}")),
        ["a long name above many members"] = ("application/json", (n, x) => $"{{\"{new string('n', n / 2)}\":{Repeat(n / 20, i => $"\"k{i}\":{x}", "{", "}")}}}"),
        ["the same name again and again"] = ("application/json", (n, x) => Repeat(n / 6, i => $"\"a\":{x}", "{", "}")),
        ["other order"] = ("application/json", (n, x) => Repeat(n / 6, i => $"{(x == '1' ? i : (n / 6) - i)}", "[", "]")),
        ["one more element"] = ("application/json", (n, x) => Repeat((n / 6) + x, i => $"{i % 7}", "[", "]")),
        ["a long number"] = ("application/json", (n, x) => $"[{new string(x, n)}.{new string(x, n)}e{x}]"),
        ["a long string of escapes"] = ("application/json", (n, x) => $"\"{Repeat(n / 6, _ => "\\ud800", "", "", "")}{x}\""),
        ["lines"] = ("text/plain", (n, x) => Repeat(n / 3, _ => "a", "", $"{x}", "\n")),
        ["tags never closed"] = ("text/html", (n, x) => Repeat(n / 4, _ => "<a '", "", $"{x}", " ")),
        ["comments never closed"] = ("text/html", (n, x) => Repeat(n / 5, _ => "<!-- ", "", $"{x}", " ")),
        ["pre never closed"] = ("text/html", (n, x) => Repeat(n / 5, _ => "<pre>", "", $"{x}", " ")),
        ["blanks"] = ("text/html", (n, x) => $"{new string(' ', n)}{x}"),
    };

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Compare_FourTimesTheLength_CostsAboutFourTimes(string family)
    {
        // Away from the test's thread, so that work without end is a failure and not a run without end.
        var measure = Task.Run(() => (Allocated(family, 1_000), Allocated(family, Size), Allocated(family, 4 * Size)), TestContext.Current.CancellationToken);
        var (_, small, large) = await measure.WaitAsync(Hang, TestContext.Current.CancellationToken);
        Assert.True(large <= (MostGrowth * small) + 100_000, $"{small} bytes grow to {large}");
    }

    private static long Allocated(string family, int size)
    {
        var (type, write) = Documents[family];
        var (legacy, modern) = (Encoding.UTF8.GetBytes(write(size, '1')), Encoding.UTF8.GetBytes(write(size, '2')));
        var pair = Pairs.Of(Pairs.Response(legacy, 200, ("Content-Type", type)), Pairs.Response(modern, 200, ("Content-Type", type)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotEqual(Outcome.Match, Found.Compare(pair).Outcome);
        Found.Compare(pair, Sets);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Repeat(int count, Func<int, string> item, string start, string end, string separator = ",") =>
        $"{start}{string.Join(separator, Enumerable.Range(0, count).Select(item))}{end}";
}

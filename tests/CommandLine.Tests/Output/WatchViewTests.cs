using System.Text.RegularExpressions;
using Strangler.CommandLine.Output;
using Strangler.Contract.Management;

namespace Strangler.CommandLine.Tests.Output;

/// <summary>A terminal of 80 by 24 characters, which is what one is where nothing else is known.</summary>
public sealed partial class WatchViewTests
{
    private const int Height = 24;

    private static readonly string Evidence = string.Join(' ', Enumerable.Repeat("12 of 12 answers failed since the stage began.", 10));

    [Fact]
    public void LowTerminal_ShowsWhatNeedsAPerson_AndTheRoutesThatDo_First()
    {
        var lines = Drawn(latched: 3, routes: 26);

        Assert.True(lines.Length <= Height, string.Join('\n', lines));
        Assert.All(["route23", "route24", "route25"], route =>
        {
            Assert.Single(lines, line => line.Contains($"{route} was taken back by the gateway", StringComparison.Ordinal));
            Assert.Single(lines, line => line.TrimStart().StartsWith($"{route} ", StringComparison.Ordinal) && line.Contains(" legacy ", StringComparison.Ordinal) && !line.Contains("taken", StringComparison.Ordinal));
        });
        Assert.DoesNotContain(lines, line => line.Contains("last 20 min", StringComparison.Ordinal));
    }

    [Fact]
    public void RoomForAll_ShowsTheTimeLineLast()
    {
        var lines = Drawn(latched: 0, routes: 3);

        Assert.True(Array.FindIndex(lines, line => line.Contains("last 20 min", StringComparison.Ordinal)) > Array.FindIndex(lines, line => line.Contains("route2", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\e\[[0-9;]*[A-Za-z]")]
    private static partial Regex Steering();

    private static string[] Drawn(int latched, int routes)
    {
        using var output = new StringWriter();
        RouteResponse[] rows = [.. Enumerable.Range(0, routes).Select(number => new RouteResponse($"route{number}", "legacy", null, "legacy", true, new(1, 1), new(0, 0), null, 1, 1, null, null, null))];
        LatchResponse[] latches = [.. rows.TakeLast(latched).Select(row => new LatchResponse(row.Route, "live", "legacy", default, "errors", Evidence, true))];
        WatchView.At(new Screen(output, redirected: false)).Show(
            default, new BoardResponse(false, false, null, new(1, 0, null), null, null, rows, Latched: latches), new TimelineResponse(null, default, default, default, 5, [], []));
        return Steering().Replace(output.ToString(), "").Split("\r\n");
    }
}

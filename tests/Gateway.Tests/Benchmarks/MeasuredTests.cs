using System.Xml.Linq;
using HdrHistogram;
using Strangler.Benchmarks;
using Strangler.Benchmarks.Charts;
using Strangler.Benchmarks.Cost;

namespace Strangler.Gateway.Tests.Benchmarks;

/// <summary>What the benchmarks read of other programs, and draw.</summary>
public sealed class MeasuredTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void SystemCalls_TableOfStrace_AreCountedByKind()
    {
        var calls = SystemCalls.Parse(
            """
            % time     seconds  usecs/call     calls    errors syscall
            ------ ----------- ----------- --------- --------- ----------------
             61.62    0.123456          12     10000           sendmsg
             30.00    0.060000           3     20000       150 recvmsg
              8.38    0.016000           1         7           futex
            ------ ----------- ----------- --------- --------- ----------------
            100.00    0.199456           6     30007       150 total
            """.Split('\n'));

        Assert.Equal(30_007, calls.Total);
        Assert.Equal([("recvmsg", 20_000L), ("sendmsg", 10_000L), ("futex", 7L)], calls.Kinds);
    }

    [Theory]
    [InlineData("123456789,,instructions,1000,100.00,,\n", 123_456_789.0)]
    [InlineData("<not supported>,,instructions,0,100.00,,\n", null)]
    [InlineData("", null)]
    public void Instructions_LineOfPerf_IsReadWhereCountersAre(string output, double? expected) => Assert.Equal(expected, Instructions.Parse(output));

    [Fact]
    public void FlameGraph_Stacks_AreDrawnAsWideAsTheyAreFrequent()
    {
        var graph = FlameGraph.Parse(
            """
            .NET TP Worker
                    7f01 void [System.Private.CoreLib] System.Threading.Inner::Send(class System.Object)[OptimizedTier1] (/tmp/perf-1.map)
                    7f02 instance void [Gateway] Strangler.Gateway.Outer::Run()[OptimizedTier1] (/tmp/perf-1.map)

            .NET TP Worker
                    7f02 instance void [Gateway] Strangler.Gateway.Outer::Run()[OptimizedTier1] (/tmp/perf-1.map)

            """.Split('\n'));
        var frames = XDocument.Parse(graph.ToSvg("a & b")).Descendants(Svg + "g").ToDictionary(frame => frame.Element(Svg + "title")!.Value, frame => (double)frame.Element(Svg + "rect")!.Attribute("width")!);

        Assert.Equal(2, graph.Samples);
        Assert.Equal(frames["Strangler.Gateway.Outer::Run: 100.0 %"], 2 * frames["System.Threading.Inner::Send: 50.0 %"]);
    }

    [Fact]
    public void ChartSheet_Lines_AreDrawnWithTheirNames()
    {
        var sheet = XDocument.Parse(ChartSheet.ToSvg(
            [new LineChart("cost", "idle", [("ours", [(0, 10), (100, 20), (10_000, 40)]), ("<theirs>", [(0, 5), (100, 5), (10_000, 5)])])], columns: 2));

        Assert.Equal(["ours", "<theirs>"], sheet.Descendants(Svg + "polyline").Select(line => line.Element(Svg + "title")!.Value));
        var places = sheet.Descendants(Svg + "polyline").First().Attribute("points")!.Value.Split(' ').Select(point => point.Split(',').Select(double.Parse).ToArray()).ToList();
        Assert.Equal(places.Order(Comparer<double[]>.Create((one, other) => one[0].CompareTo(other[0]))), places);
        Assert.True(places[0][1] > places[1][1] && places[1][1] > places[2][1], "What is more stands higher.");
    }

    [Fact]
    public void LatencyChart_Sides_HaveABarForEachLoad()
    {
        var chart = XDocument.Parse(LatencyChart.ToSvg("Flask", "C#", [("GET /health", Of(2, 4, 8), Of(1, 1, 1)), ("start_backup", Of(20, 40, 80), Of(10, 20, 40))]));

        Assert.Equal(["2 / 4 / 8 ms", "1 / 1 / 1 ms", "20 / 40 / 80 ms", "10 / 20 / 40 ms"], chart.Descendants(Svg + "title").Select(title => title.Value));

        static Sample Of(double p50, double p95, double p99) => new(1, p50, p95, p99) { Times = new LongHistogram(1, 2, 3) };
    }
}

using System.Xml.Linq;
using Strangler.Benchmarks.Soak;
using Strangler.Testing;

namespace Strangler.EndToEnd.Tests.Soak;

/// <summary>A soak of a few seconds: everything is in it once. It says nothing of trends.</summary>
public sealed class SoakRunTests
{
    [Fact]
    public async Task RunAsync_AFewSeconds_EverythingHappensAndNothingFails()
    {
        using var folder = new TemporaryFolder();
        await new SoakRun(new SoakOptions
        {
            For = TimeSpan.FromSeconds(5),
            Speed = 250,
            Pages = 2,
            Connections = 20,
            Every = TimeSpan.FromMilliseconds(250),
            FlipEvery = TimeSpan.FromMilliseconds(500),
            RestartEvery = TimeSpan.FromSeconds(1),
            Out = folder.Path,
        }).RunAsync(TestContext.Current.CancellationToken);

        SoakReport.Write(folder.Combine(SoakReport.Samples));
        var samples = SoakSample.Read(folder.Combine(SoakReport.Samples));
        Assert.DoesNotContain(
            await File.ReadAllLinesAsync(folder.Combine(SoakReport.Faults), TestContext.Current.CancellationToken), line => !line.Contains(" Excused", StringComparison.Ordinal));
        Assert.All([Figure.Requests, Figure.Jobs, Figure.Flips, Figure.Restarts], figure => Assert.InRange(samples[^1][figure], 1, double.MaxValue));
        Assert.All(SoakSeries.All.Where(series => OperatingSystem.IsLinux()), series => Assert.Contains(samples, sample => sample[series.Figure] > 0));
        Assert.Equal("svg", XDocument.Load(folder.Combine("soak.svg")).Root!.Name.LocalName);
    }
}

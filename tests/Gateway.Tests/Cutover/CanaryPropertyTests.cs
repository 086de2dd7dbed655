using System.Collections;
using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.FeatureManagement;
using Strangler.Contract;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>What a canary promises its clients: the same subject the same side, in any process, and none goes back while the percentage grows.</summary>
public sealed class CanaryPropertyTests
{
    private const int Subjects = 100_000;

    private static readonly decimal[] Steps = [0.01m, 0.1m, 1, 5, 5.01m, 10, 25, 33.33m, 50, 66.67m, 75, 90, 99, 99.9m, 99.99m];

    [Theory]
    [InlineData("status")]
    [InlineData("realtime")]
    public void Share_IsWithinOnePercentOfWhatWasAsked_AndNobodyGoesBack(string route)
    {
        var before = new BitArray(Subjects);
        foreach (var step in Steps)
        {
            var taken = TakenAt(route, step);
            Assert.InRange(100m * Count(taken) / Subjects, step - 1, step + 1);
            Assert.Equal(0, Count(new BitArray(taken).Not().And(before)));
            before = taken;
        }
    }

    [Fact]
    public void EveryPercentage_TakesWhomTheOneBelowTook()
    {
        Canary[] all = [.. Enumerable.Range(1, 9999).Select(hundredths => Of("status", hundredths / 100m))];
        for (var number = 0; number < 300; number++)
        {
            var subject = SubjectOf(number);
            var first = Array.FindIndex(all, canary => canary.Takes(subject, null));
            Assert.DoesNotContain(all.Skip(first < 0 ? all.Length : first), canary => !canary.Takes(subject, null));
        }
    }

    [Fact]
    public async Task AnotherProcess_DecidesTheSame()
    {
        using var process = Process.Start(CanaryProcess.StartInfo("status"))!;
        var said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Decisions("status"), said.ReplaceLineEndings("\n").TrimEnd());
    }

    /// <summary>Who is taken at each step, as a line of text.</summary>
    internal static string Decisions(string route) => string.Join('\n', Steps.Select(step =>
    {
        var bits = new byte[Subjects / 8];
        TakenAt(route, step).CopyTo(bits, 0);
        return $"{new RouteStage(Stage.Canary, step)}: {Convert.ToHexString(SHA256.HashData(bits))}";
    }));

    private static BitArray TakenAt(string route, decimal percentage)
    {
        var canary = Of(route, percentage);
        var taken = new BitArray(Subjects);
        for (var number = 0; number < Subjects; number++)
            taken[number] = canary.Takes(SubjectOf(number), null);
        return taken;
    }

    private static int Count(BitArray bits) => bits.Cast<bool>().Count(bit => bit);

    private static string SubjectOf(int number) => $"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}";

    private static Canary Of(string route, decimal percentage) =>
        Canary.Compile(FeatureFlag.CutoverPrefix + route, new Allocation { Percentile = [new PercentileAllocation { Variant = "live", From = 0, To = (double)percentage }] });
}

/// <summary>The same decisions, made by this very program once more.</summary>
internal static class CanaryProcess
{
    public const string Command = "decide-canary";

    public static int Run(string route)
    {
        Console.WriteLine(CanaryPropertyTests.Decisions(route));
        return 0;
    }

    public static ProcessStartInfo StartInfo(string route) => EntryPoint.StartInfo(Command, route);
}

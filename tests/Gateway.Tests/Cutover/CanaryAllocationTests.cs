using System.Net;
using Microsoft.FeatureManagement;
using Strangler.Gateway.Cutover;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>The compiled decision is FeatureManagement's own, for whatever a flag allocates and whoever asks.</summary>
public sealed class CanaryAllocationTests
{
    private static readonly string[] OddSubjects =
        ["", " ", "ana", "Ana", "127.0.0.1", "fe80::1%3", "né", "\ud83d\ude80 of the night shift", "\ud83d", "\ude80x", "a\nb", new('x', 511), new('\u20ac', 3000)];

    private static readonly IPAddress[] Addresses = [.. "10.1.2.3 10.1.9.9 10.2.0.1 192.168.0.7 fd12::1 fe80::1".Split(' ').Select(IPAddress.Parse)];

    private readonly Random _random = new(20261129);

    [Fact]
    public async Task Compiled_GivesTheAnswerOfFeatureManagement()
    {
        for (var round = 0; round < 200; round++)
        {
            var percentage = Math.Round((decimal)_random.Next(1, 10_000) / 100, 2);
            using var flag = await CanaryFlag.CreateAsync(percentage, SeedOrNone());
            foreach (var subject in OddSubjects.Concat(Enumerable.Range(0, 200).Select(_ => Subject())))
                Assert.True(await flag.IsTargetedAsync(subject) == flag.Compiled.Takes(subject, null), $"{percentage} %, '{subject}'");
        }
    }

    [Fact]
    public async Task Compiled_TakesUsersAndNetworksAsFeatureManagementDoes()
    {
        using var flag = await CanaryFlag.CreateAsync(
            40,
            """
            "user": [{ "variant": "live", "users": ["ana", "10.1.2.3"] }, { "variant": "shadow", "users": ["ben", "ana"] }],
            "group": [{ "variant": "shadow", "groups": ["10.1.0.0/16"] }, { "variant": "live", "groups": ["10.0.0.0/8", "fd00::/8"] }],
            """);

        foreach (var address in Addresses)
        {
            foreach (var subject in (string[])["ana", "ben", "Ana", $"{address}", .. Enumerable.Range(0, 50).Select(_ => Subject())])
                Assert.True(await flag.IsTargetedAsync(subject, address) == flag.Compiled.Takes(subject, address), $"'{subject}' at {address}");
        }

        Assert.True(flag.Compiled.Takes("ana", IPAddress.Parse("10.1.0.1")));
        Assert.False(flag.Compiled.Takes("ben", IPAddress.Parse("10.2.0.1")));
        Assert.False(flag.Compiled.Takes("x", IPAddress.Parse("10.1.0.1")));
        Assert.True(flag.Compiled.Takes("x", IPAddress.Parse("10.2.0.1")));
    }

    [Fact]
    public async Task Seed_MakesFlagsTakeTheSameClients()
    {
        using var own = await CanaryFlag.CreateAsync(50);
        using var seeded = await CanaryFlag.CreateAsync(50, "\"seed\": \"first wave\",");
        var other = Canary.Compile("cutover.perf", new Allocation { Seed = "first wave", Percentile = [new PercentileAllocation { Variant = "live", From = 0, To = 50 }] });
        string[] subjects = [.. Enumerable.Range(0, 100).Select(number => $"client {number}")];

        Assert.Equal(subjects.Where(subject => seeded.Compiled.Takes(subject, null)), subjects.Where(subject => other.Takes(subject, null)));
        Assert.NotEqual(subjects.Where(subject => seeded.Compiled.Takes(subject, null)), subjects.Where(subject => own.Compiled.Takes(subject, null)));
    }

    [Theory]
    [InlineData("live", 0, 0)]
    [InlineData("live", 0, 100)]
    [InlineData("live", 0, 5.001)]
    [InlineData("live", 1, 5)]
    [InlineData("complete", 0, 5)]
    public void Compile_AnotherPercentile_IsRefusedWithTheRightForm(string variant, double from, double to) =>
        Assert.Equal(
            "The flag 'cutover.status' is at canary: its allocation needs \"percentile\": [{ \"variant\": \"live\", \"from\": 0, \"to\": 5 }], with a number from 0.01 to 99.99 with at most two decimals.",
            Refused(new Allocation { Percentile = [new PercentileAllocation { Variant = variant, From = from, To = to }] }));

    [Fact]
    public void Compile_NothingOrMore_IsRefused()
    {
        var five = new PercentileAllocation { Variant = "live", From = 0, To = 5 };

        Assert.Contains("needs \"percentile\"", Refused(null), StringComparison.Ordinal);
        Assert.Contains("needs \"percentile\"", Refused(new Allocation { Percentile = [five, five] }), StringComparison.Ordinal);
        Assert.Contains("allocates 'complete'", Refused(new Allocation { Percentile = [five], User = [new UserAllocation { Variant = "complete", Users = ["ana"] }] }), StringComparison.Ordinal);
        Assert.Contains("a group is a network", Refused(new Allocation { Percentile = [five], Group = [new GroupAllocation { Variant = "live", Groups = ["night shift"] }] }), StringComparison.Ordinal);
    }

    private static string Refused(Allocation? allocation) => Assert.Throws<FormatException>(() => Canary.Compile(CanaryFlag.Name, allocation)).Message;

    private string SeedOrNone() => _random.Next(3) switch
    {
        0 => "",
        1 => $"\"seed\": \"{_random.Next()}\",",
        _ => "\"seed\": \"zw\u00f6lf \ud83d\ude80\",",
    };

    private string Subject() => _random.Next(3) switch
    {
        0 => new IPAddress(_random.Next()).ToString(),
        1 => $"{_random.NextInt64():x}",
        _ => new string([.. Enumerable.Range(0, _random.Next(1, 40)).Select(_ => (char)_random.Next(1, 0xffff))]),
    };
}

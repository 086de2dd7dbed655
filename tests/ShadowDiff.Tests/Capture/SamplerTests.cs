using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Findings;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Recording;
using Strangler.ShadowDiff.Tests.Compare;
using Strangler.ShadowDiff.Tests.Topology;

namespace Strangler.ShadowDiff.Tests.Capture;

public sealed class SamplerTests
{
    private static readonly ShadowPlan Safe = Plans.LegacyAnswers(_ => Task.CompletedTask);
    private static readonly ShadowPlan Follow = Plans.LegacyAnswers(_ => Task.CompletedTask, SideEffect.Follow);

    private readonly FakeTimeProvider _time = new();
    private readonly CaptureOptions _options = new() { SampleRate = 0.5, MaxPerSecond = 1_000, KnownAfter = 2 };
    private readonly DivergenceRegister _divergences = new(Options.Create(new ExampleOptions()));

    [Fact]
    public void Takes_OverTheCap_NoMoreUntilTheNextSecond()
    {
        _options.MaxPerSecond = 2;
        var sampler = Sampler();

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => sampler.Takes(Safe, 200, 0)));
        Assert.False(sampler.MayTake(Safe, 0));
        Assert.True(sampler.MayTake(Follow, 1));
        Assert.True(sampler.Takes(Follow, 200, 1));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(sampler.Takes(Safe, 200, 0));
    }

    [Fact]
    public void Takes_NewRouteAndRareStatus_MoreThanTheShare()
    {
        var sampler = Sampler();
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => sampler.Takes(Safe, 200, 0.9)));
        Assert.True(sampler.Takes(Safe, 200, 0.4));

        Assert.True(sampler.MayTake(Safe, 0.9));
        Assert.True(sampler.Takes(Safe, 500, 0.9));
    }

    [Fact]
    public async Task Takes_RouteWithAnOpenDivergence_MoreThanTheShareForAWhile()
    {
        _options.KnownAfter = 0;
        var sampler = Sampler();
        Assert.False(sampler.Takes(Safe, 200, 0.9));
        var pair = Pairs.Json("1", "2");
        var divergences = Found.Compare(pair).Divergences;
        var at = _time.GetUtcNow();

        await AddAsync(pair, [.. divergences.Select(one => one with { Sighting = Sighting.Transient })], at);
        Assert.False(sampler.Takes(Safe, 200, 0.9));
        await AddAsync(pair, divergences, at);
        Assert.True(sampler.Takes(Safe, 200, 0.9));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(sampler.Takes(Safe, 200, 0.9));
    }

    [Fact]
    public void Takes_RateOfItsOwn_OutranksTheCommonOne()
    {
        (_options.KnownAfter, _options.SampleRates["status"]) = (0, 0.1);
        Assert.False(Sampler().Takes(Safe, 200, 0.2));
        Assert.True(Sampler().Takes(Safe with { Route = "health" }, 200, 0.2));
    }

    [Fact]
    public void Takes_RateZero_StaysZero()
    {
        _options.SampleRates["status"] = 0;
        Assert.False(Sampler().MayTake(Safe, 0));
        Assert.False(Sampler().Takes(Safe, 500, 0));
        Assert.True(Sampler().Takes(Follow, 200, 0.9));
    }

    [Theory]
    [InlineData("SampleRates:status", "1.5", "ShadowDiff:SampleRates:status = \"1.5\": must be a number from 0 to 1")]
    [InlineData("NoiseWindow", "60", "ShadowDiff:NoiseWindow = \"60\": must be at least twice NoiseMinimumSamples")]
    [InlineData("MaxDatabaseBytes", "1000", "ShadowDiff:MaxDatabaseBytes = \"1000\": must be a whole number from 33554432 to 1099511627776")]
    [InlineData("NoiseMinimumSamples", "1", "ShadowDiff:NoiseMinimumSamples = \"1\": must be a whole number from 10 to 100000")]
    public async Task Start_WithAValueOutOfRange_IsRefused(string name, string value, string expected)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => ShadowHost.StartAsync(_ => Task.CompletedTask, _ => null, settings: (name, value)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private ShadowSampler Sampler() => new(Options.Create(_options), _divergences, _time);

    private Task AddAsync(ResponsePair pair, IReadOnlyList<Divergence> divergences, DateTimeOffset at) =>
        _divergences.AddAsync(pair, divergences, at, difference => difference, () => ExchangeRecorder.RecordAsync(Pairs.Exchange(pair, at), pair, Redactor.Default));
}

using Strangler.Gateway.Configuration;

namespace Strangler.Gateway.Tests.Configuration;

public sealed class LastGoodJsonProviderTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
    private readonly LastGoodJsonProvider _provider;

    public LastGoodJsonProviderTests()
    {
        File.WriteAllText(_path, """{ "a": { "b": "good" } }""");
        _provider = new(_path, text => text.AsSpan().IndexOf("bad"u8) >= 0 ? ["bad"] : [], announce: true);
        _provider.Load();
    }

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Reload_BadText_KeepsTheLastGoodState()
    {
        File.WriteAllText(_path, """{ "a": { "b": "bad" } }""");

        Assert.Equal(["bad"], _provider.Reload());
        Assert.True(_provider.TryGet("a:b", out var value));
        Assert.Equal("good", value);
    }

    [Fact]
    public void Reload_OneKeyInTwoSpellings_KeepsTheLastGoodState()
    {
        File.WriteAllText(_path, """{ "a:b": 1, "a": { "b": 2 } }""");

        Assert.Contains("'a:b'", Assert.Single(_provider.Reload()), StringComparison.Ordinal);
        Assert.True(_provider.TryGet("a:b", out var value));
        Assert.Equal("good", value);
    }

    [Fact]
    public void Reload_FileGone_KeepsTheLastGoodState()
    {
        File.Delete(_path);

        Assert.Contains("cannot be read", Assert.Single(_provider.Reload()), StringComparison.Ordinal);
        Assert.True(_provider.TryGet("a:b", out _));
    }

    [Fact]
    public void Reload_GoodText_ReplacesEverything()
    {
        File.WriteAllText(_path, """{ "c": "new" }""");

        Assert.Empty(_provider.Reload());
        Assert.False(_provider.TryGet("a:b", out _));
        Assert.True(_provider.TryGet("c", out var value));
        Assert.Equal("new", value);
    }

    [Fact]
    public void HasSettledChange_IsTrueOnce_AndOnlyWhenTheFileStandsStill()
    {
        Assert.False(_provider.File.HasSettledChange());
        File.WriteAllText(_path, """{ "longer": "than before, much longer" }""");
        Assert.False(_provider.File.HasSettledChange());
        Assert.True(_provider.File.HasSettledChange());
        _provider.Reload();
        Assert.False(_provider.File.HasSettledChange());
        Assert.False(_provider.File.HasSettledChange());
    }

    [Fact]
    public void Load_BadText_ThrowsEveryError()
    {
        File.WriteAllText(_path, "bad");

        Assert.Equal(["bad"], Assert.Throws<InvalidConfigurationException>(_provider.Load).Errors);
    }
}

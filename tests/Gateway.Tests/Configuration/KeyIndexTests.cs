using Microsoft.Extensions.Configuration;
using Strangler.Gateway.Configuration;

namespace Strangler.Gateway.Tests.Configuration;

/// <summary>The framework's own providers are the measure: the same children, in the same order, of each section.</summary>
public sealed class KeyIndexTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "a": { "b": 1, "C": { "d": [3, 1, 2] } }, "A2": null, "list": [ { "x": 1 }, { "X": 2, "y": [] } ], "empty": {} }""")]
    [InlineData("""{ "list": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "100"], "a:b": 1, "a": { "c": 2 } }""")]
    public void Values_HaveTheChildrenOfTheFrameworksProvider(string json)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(json);
        var framework = new ConfigurationBuilder().AddJsonStream(new MemoryStream(text)).AddInMemoryCollection([new("list:1", "other"), new("a:z", "1")]).Build();
        var ours = new ConfigurationBuilder().Add(IndexedValues.OfJson(text)).AddInMemoryCollection([new("list:1", "other"), new("a:z", "1")]).Build();

        Assert.Equal(framework.AsEnumerable(), ours.AsEnumerable());
        Assert.Equal(framework.GetSection("LIST").GetChildren().Select(child => child.Path), ours.GetSection("LIST").GetChildren().Select(child => child.Path));
    }

    [Fact]
    public void Below_NamesEachChildOnce_AndThoseOfEarlierProviders() =>
        Assert.Equal(["a", "b", "c"], KeyIndex.Of(["p:b:1", "P:B:2", "p:c", "q:d"]).Below("p", ["a"]));
}

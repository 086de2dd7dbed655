using System.Text.Json;
using System.Text.RegularExpressions;
using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Tests.Rules;

/// <summary>Whatever modern answers in the place of a list: a rule that asks for its order says no, and nothing fails.</summary>
public sealed class StepOrderTests
{
    private static readonly StepOrder Order = new("step", [new(new Regex("begun")), new(new Regex("done"))]);

    [Theory]
    [InlineData("""[{"step":"begun"},{"step":"done"}]""", true)]
    [InlineData("""[{"step":"begun"}]""", true)]
    [InlineData("""[{"step":"done"},{"step":"begun"}]""", false)]
    [InlineData("""[{"step":"begun"},{"step":"begun"}]""", false)]
    [InlineData("""[{"step":"begun"},{"step":"else"}]""", false)]
    [InlineData("""[{"other":1},2,null]""", false)]
    [InlineData("[]", false)]
    [InlineData("{}", false)]
    [InlineData("null", false)]
    public void List_IsInOrder_OrIsNot(string json, bool expected) => Assert.Equal(expected, Order.Holds(JsonElement.Parse(json)));

    [Fact]
    public void NoList_IsNotInOrder() => Assert.False(Order.Holds(null));
}

using Strangler.ShadowDiff.Tests.Architecture.Lower;
using Strangler.Testing.Architecture;

namespace Strangler.ShadowDiff.Tests.Architecture
{
    /// <summary>The check itself, on folders of its own: <c>Upper</c> uses <c>Lower</c> in each way that a compiler hides.</summary>
    public sealed class FolderArrowsTests
    {
        [Fact]
        public void Forbidden_FindsWhatLambdasIteratorsNestedAndGenericTypesUse() => Assert.Equal(
            [
                "Upper -> Lower: InAsync -> Used", "Upper -> Lower: InIterator -> Used", "Upper -> Lower: InLambda -> Used",
                "Upper -> Lower: InNested -> Used", "Upper -> Lower: InTypeArgument -> Used",
            ],
            Arrows(new() { ["Upper"] = [], ["Lower"] = [] }).Forbidden());

        [Fact]
        public void Forbidden_WhatTheTableAllows_IsNone()
        {
            Assert.Empty(Arrows(new() { ["Upper"] = ["Lower"], ["Lower"] = [] }).Forbidden());
            Assert.Empty(Arrows(new() { ["Upper"] = [FolderArrows.All], ["Lower"] = [] }).Forbidden());
        }

        [Fact]
        public void Outdated_RowsMissingAndEntriesTooMany_AreNamed()
        {
            Assert.Equal(["Lower has no row"], Arrows(new() { ["Upper"] = ["Lower"] }).Outdated());
            Assert.Equal(["Lower -> Upper is not needed"], Arrows(new() { ["Upper"] = ["Lower"], ["Lower"] = ["Upper"] }).Outdated());
        }

        [Theory]
        [InlineData("A:B B:C C:", "")]
        [InlineData("A:B B:A", "A -> B -> A")]
        [InlineData("A:B B:C C:A,B", "A -> B -> C -> A; B -> C -> B")]
        [InlineData("A:* B:", "")]
        [InlineData("A:* B:A", "A -> B -> A")]
        [InlineData("A:R/* R/*:B B:", "")]
        [InlineData("A:R/* R/*:A", "A -> R/* -> A")]
        [InlineData("R/*:R/*", "R/* -> R/*")]
        public void Cycles_OfTheTable_AreEachNamedOnce(string table, string expected)
        {
            var rows = table.Split(' ').Select(row => row.Split(':')).ToDictionary(row => row[0], row => row[1].Split(',', StringSplitOptions.RemoveEmptyEntries));
            Assert.Equal(expected, string.Join("; ", Arrows(rows).Cycles()));
        }

        private static FolderArrows Arrows(Dictionary<string, string[]> table) =>
            new(typeof(FolderArrowsTests).Assembly, "Strangler.ShadowDiff.Tests.Architecture", table);
    }
}

#pragma warning disable CA1812, CA1822, IDE0051, IDE0130 // Only looked at.
namespace Strangler.ShadowDiff.Tests.Architecture.Upper
{
    internal sealed class InLambda
    {
        public static Func<int, int> Make(int add) => number => Used.Number() + number + add;
    }

    internal sealed class InAsync
    {
        public static async Task<int> RunAsync()
        {
            await Task.Yield();
            return Used.Number();
        }
    }

    internal sealed class InIterator
    {
        public static IEnumerable<int> Numbers()
        {
            yield return Used.Number();
        }
    }

    internal sealed class InNested
    {
        internal sealed class Inner
        {
            public static int Number() => Used.Number();
        }
    }

    internal sealed class InTypeArgument
    {
        public List<Used> All { get; } = [];
    }
}

namespace Strangler.ShadowDiff.Tests.Architecture.Lower
{
    internal sealed class Used
    {
        public static int Number() => 1;
    }
}

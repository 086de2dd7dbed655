using Strangler.ShadowDiff.Rules;

namespace Strangler.ShadowDiff.Tests.Rules;

public sealed class WholeValueTests
{
    /// <summary>What nothing was built of when a file was read can be built when there is a value to match.</summary>
    [Theory]
    [InlineData("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")]
    [InlineData("(?:[a-z]{9}x){9}")]
    [InlineData(@"\w{900}")]
    [InlineData(@"(?:(?:(?:\w{2}\d){3}){4}\W{5}){5}")]
    [InlineData(@"(?:\w{30}){29,30}")]
    [InlineData(@"(?:\w*\d){60}")]
    [InlineData("a{,7}b{3,}")]
    public void Matching_OfAtMostAThousandPlaces_CanBeBuilt(string pattern) => Assert.NotNull(WholeValue.Matching(pattern).Value);

    [Theory]
    [InlineData(@"\w{20000}")]
    [InlineData(@"(?:\w{200}){200}")]
    [InlineData(@"(?:(?:(?:\w{9}){9}){9}){9}")]
    public void Matching_OfTooMany_IsRefusedAtOnce(string pattern) => Assert.Throws<NotSupportedException>(() => WholeValue.Matching(pattern));
}

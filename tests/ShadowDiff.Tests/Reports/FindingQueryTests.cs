using Strangler.ShadowDiff.Reports;

namespace Strangler.ShadowDiff.Tests.Reports;

public sealed class FindingQueryTests
{
    [Theory]
    [InlineData("")]
    [InlineData("?q=%2Ffiles%20%26%20%C3%A9&kind=type&severity=critical&state=open&sort=count&page=3")]
    [InlineData("?state=on-purpose&sort=last-seen")]
    public void View_IsALink(string link) => Assert.Equal(link, $"{Parse(link).Query}");

    [Theory]
    [InlineData("?kind=tipe", "'kind' is 'tipe'; did you mean 'type'? The kinds are value, type,")]
    [InlineData("?severity=critcal", "did you mean 'critical'? The severities are critical, other.")]
    [InlineData("?state=acepted", "did you mean 'accepted'? The states are open,")]
    [InlineData("?sort=last-sen", "did you mean 'last-seen'? The orders are standing,")]
    [InlineData("?stat=open", "'stat' is no argument here; did you mean 'state'?")]
    [InlineData("?page=0", "'page' is '0'; send a number from 1 on.")]
    public void Unknown_IsRefusedWithTheNearest(string link, string expected) =>
        Assert.Contains(expected, Parse(link).Error, StringComparison.Ordinal);

    [Fact]
    public void Empty_IsAsGoodAsNone() => Assert.Equal(new FindingQuery(State: "open"), Parse("?q=&kind=&state=open&sort=").Query);

    private static (FindingQuery? Query, string? Error) Parse(string link) => FindingQuery.Parse(
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(link).Select(argument => KeyValuePair.Create(argument.Key, (string?)argument.Value)));
}

using Strangler.Services.Flask.Files;

namespace Strangler.Services.Tests.Flask.Files;

/// <summary>Tags read as Werkzeug 2.2 reads them.</summary>
public sealed class EntityTagsTests
{
    [Theory]
    [InlineData("\"tag\"", true, true)]
    [InlineData("tag", true, true)]
    [InlineData("\"x\", \"tag\"", true, true)]
    [InlineData("\"x\",tag,", true, true)]
    [InlineData("W/\"tag\"", false, true)]
    [InlineData("w/tag", false, true)]
    [InlineData("*", false, true)]
    [InlineData("\"x\", *", false, true)]
    [InlineData("\"*\"", false, false)]
    [InlineData("\"x\" \"tag\"", false, false)]
    [InlineData("'tag'", false, false)]
    [InlineData("\"tag", false, false)]
    [InlineData(",", false, false)]
    public void Parse_Header_MatchesAsInWerkzeug(string header, bool strong, bool weak)
    {
        var tags = EntityTags.Parse(header);

        Assert.False(tags.IsEmpty);
        Assert.Equal((strong, weak), (tags.HasStrong("tag"), tags.ContainsWeak("tag")));
    }

    [Fact]
    public void Parse_NoHeader_IsEmpty() => Assert.True(EntityTags.Parse("").IsEmpty);
}

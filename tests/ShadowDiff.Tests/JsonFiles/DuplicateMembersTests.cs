using System.Text;
using System.Text.Json;
using Strangler.ShadowDiff.JsonFiles;

namespace Strangler.ShadowDiff.Tests.JsonFiles;

public sealed class DuplicateMembersTests
{
    [Theory]
    [InlineData("""{ "a": 1, "b": { "a": 2 }, "c": [{ "a": 3 }, { "a": 4 }] }""", "")]
    [InlineData("7", "")]
    [InlineData("\uFEFF// why\n{ /* none */ \"a\": [1,], }", "")]
    [InlineData("{\n\"a\": 1,\n\"a\": 2,\n\"a\": 3 }", "line 3, a: 'a' stands in line 2 already; keep one; line 4, a: 'a' stands in line 2 already; keep one")]
    [InlineData("\uFEFF// why\r\n{ \"x\": [{}, { \"b\": { \"a\": {\r\n\"d\": 1, \"d\": 2 }, \"A\": 1 } }] }", "line 3, x[1].b.a.d: 'd' stands in line 3 already; keep one; line 3, x[1].b.A: 'A' stands in line 2 already; keep one")]
    [InlineData("""{ "a": 1, "\u0061": 2 }""", "line 1, a: 'a' stands in line 1 already; keep one")]
    public void Find_NamesEachMemberAndItsLine(string json, string expected) =>
        Assert.Equal(expected, string.Join("; ", DuplicateMembers.Find(Encoding.UTF8.GetBytes(json))));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,]x")]
    [InlineData("{} {}")]
    [InlineData("{ 'a': 1 }")]
    [InlineData("""{ "\ud800": 1 }""")]
    [InlineData("""{ "a": "\ud800" }""")]
    public void Find_NoJson_Throws(string json) => Assert.ThrowsAny<JsonException>(() => DuplicateMembers.Find(Encoding.UTF8.GetBytes(json)));
}

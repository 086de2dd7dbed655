using System.Reflection;
using System.Runtime.Loader;
using Strangler.ShadowDiff.Secrets;

namespace Strangler.ShadowDiff.Tests.Secrets;

/// <summary>What looking for secrets costs, counted and not timed.</summary>
public sealed class SecretWorkTests
{
    /// <summary>A pattern takes up to a megabyte for as long as the gateway runs, and most are for texts that never come.</summary>
    [Fact]
    public void Patterns_AreMadeWhenATextNeedsThem()
    {
        var anew = new AssemblyLoadContext(nameof(Patterns_AreMadeWhenATextNeedsThem), isCollectible: true);
        var assembly = anew.LoadFromAssemblyPath(typeof(SecretForms).Assembly.Location);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(false, Called(assembly, typeof(SecretForms), nameof(SecretForms.MayBeIn), "nothing"));
        Assert.Equal(false, Called(assembly, typeof(SecretNotations), nameof(SecretNotations.AreIn), "nothing", (Func<string, bool>)(static _ => true), true));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3_000_000);
        anew.Unload();
    }

    private static object? Called(Assembly assembly, Type type, string method, params object[] arguments) => assembly.GetType(type.FullName!)!.GetMethod(method)!.Invoke(null, arguments);

    [Theory]
    [InlineData("<")]
    [InlineData("<token>")]
    [InlineData("token:{")]
    [InlineData("token:")]
    [InlineData("token=")]
    [InlineData("\"token\",")]
    [InlineData("\\\"")]
    [InlineData("://")]
    [InlineData("://a@")]
    [InlineData("%25")]
    [InlineData("&amp;")]
    [InlineData("a,")]
    [InlineData("token\n")]
    [InlineData("<th>token</th>")]
    [InlineData("<a b=\"")]
    [InlineData("bearer ")]
    [InlineData("\ud800")]
    [InlineData("token \"")]
    [InlineData("<![CDATA[")]
    [InlineData("<a<token")]
    [InlineData("--token {")]
    [InlineData("--token \"")]
    [InlineData("tokens[")]
    [InlineData("\"value\":1,\"key\":\"token\"}")]
    [InlineData("\"token\" ")]
    [InlineData("<select name=token>")]
    [InlineData("<p id=token>")]
    [InlineData("eyJ.")]
    [InlineData("-----BEGIN PRIVATE KEY")]
    [InlineData("//a:b")]
    [InlineData("digest a=")]
    [InlineData("basic abcd ")]
    [InlineData("AAAAAAAAAAAAAAAA")]
    [InlineData("mysql -p")]
    [InlineData("/hooks/a/")]
    [InlineData("machine a login ")]
    [InlineData("(token ")]
    [InlineData("name: token\n")]
    [InlineData("insert (token) ")]
    [InlineData("token in ")]
    [InlineData("?code=abcdefgh01234567")]
    [InlineData("net use ")]
    [InlineData("pintopin")]
    [InlineData("sk-ant-")]
    [InlineData("YWJjZGVmZ2hpamts ")]
    [InlineData("YWJj\n")]
    [InlineData("YWJjZGVmZ2hp\nYWJj\n")]
    [InlineData("token=\"\"+")]
    [InlineData("token=a?\"")]
    [InlineData("token=\"a\"\n\n\n\n")]
    [InlineData("token=f(\"")]
    [InlineData("token=`")]
    [InlineData("missing fields: a, ")]
    [InlineData("token=/*")]
    [InlineData("token/*")]
    [InlineData("/*token/*/")]
    [InlineData("token=//")]
    [InlineData("token//a\n")]
    [InlineData("token=/**/")]
    [InlineData("token=\"\"/**/+")]
    [InlineData("token=/*//\n*/")]
    [InlineData("token=<a>")]
    [InlineData("token=(a)")]
    [InlineData("token=('")]
    [InlineData("token=\"\"\"")]
    [InlineData("token=\"a\",")]
    [InlineData("f(token,\n")]
    [InlineData("= 'a' \"b\";")]
    [InlineData("token '\\\"")]
    [InlineData("\"token=\\\"a\\\"\"")]
    [InlineData("'\\'")]
    public void HostileText_CostsAsMuchWorkForItsLengthAsAShortOne(string piece)
    {
        // What is made once, as the states of an expression, is not counted.
        Work(piece, 128 * 1024);
        var (few, many) = (Work(piece, 16 * 1024), Work(piece, 128 * 1024));

        // Eight times the text. In the square of its length it would be 64 times the work.
        Assert.InRange(many.Names, 0, (12L * few.Names) + 1000);
        Assert.InRange(many.Bytes, 0, (12L * few.Bytes) + 1_000_000);
    }

    /// <summary>Most exchanges hold none: nothing of them is copied, no name is asked about.</summary>
    [Theory]
    [InlineData("a line of a log, with a number: 4711 and a = b; c\n")]
    [InlineData("2026-11-29T05:00:00Z \"job\" {x: [1, 2]}, <b>done</b> | ok\t'yes'\n")]
    public void TextWithoutASecret_CostsOneLook(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 1024 * 1024 / piece.Length));
        SecretNames.WellKnown.OutOf(text);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Same(text, SecretNames.WellKnown.OutOf(text));
        Assert.False(SecretNames.WellKnown.MayBeIn(text));

        // A copy of each word or line would be more.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    /// <summary>Names that were asked about and bytes that were allocated, of all that a text goes through.</summary>
    private static (long Names, long Bytes) Work(string piece, int length)
    {
        var (text, names) = (string.Concat(Enumerable.Repeat(piece, length / piece.Length)), 0L);
        var before = GC.GetAllocatedBytesForCurrentThread();
        new SecretSpans(text, Counted).Without(SecretNames.Placeholder);
        new SecretSpans(text, Counted).Any(isPage: false);
        SecretNames.WellKnown.OutOf(text);
        SecretNames.WellKnown.OutOfPage(text);
        return (names, GC.GetAllocatedBytesForCurrentThread() - before);

        bool Counted(string name)
        {
            names++;
            return SecretNames.WellKnown.Has(name);
        }
    }
}

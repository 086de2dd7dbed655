using FsCheck;
using FsCheck.Fluent;
using Strangler.Services.Flask;

namespace Strangler.Services.Tests.Flask;

/// <summary>The path that Flask routes (contract 3.3); what the contract leaves open was tried on Werkzeug 2.2.</summary>
public sealed class RoutedPathTests
{
    private static readonly Gen<string> Part = Gen.Elements(
        "/", "//", "api", "status", "a", ".", "..", "%", "%2F", "%2f", "%25", "%41", "%ff", "%D1%84", "%zz", "?", "#", "+", ":", "://", "http://h", "*", ";", "\\", "@");

    private static readonly Arbitrary<string> Targets = Part.ListOf().Select(string.Concat).ToArbitrary();

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/scripts/app.js", "/scripts/app.js")]
    [InlineData("/api/status?x=/y#z", "/api/status")]
    [InlineData("/api/status#x", "/api/status")]
    [InlineData("/a#b?c", "/a")]
    [InlineData("/a%3Fb%23c", "/a?b#c")]
    [InlineData("/a;b=1", "/a;b=1")]
    [InlineData("/api/status/", "/api/status/")]
    [InlineData("/../x/./y/", "/../x/./y/")]
    [InlineData("//api/status", "/api/status")]
    [InlineData("///", "/")]
    [InlineData("/%2f%2Fapi", "/api")]
    [InlineData("/api//status", "/api//status")]
    [InlineData("/api%2Fstatus", "/api/status")]
    [InlineData("/api/%73tatus", "/api/status")]
    [InlineData("/api/perf/%2e%2E", "/api/perf/..")]
    [InlineData("/api/perf/a+b%20c", "/api/perf/a+b c")]
    [InlineData("/%252F", "/%2F")]
    [InlineData("/%", "/%")]
    [InlineData("/%zz%4", "/%zz%4")]
    [InlineData("/%D1%84", "/\u0444")]
    [InlineData("/%ff%E2%82", "/\ufffd\ufffd")]
    [InlineData("/a%0ab%00", "/a\nb\0")]
    public void Of_OriginForm_IsDecodedAsInWerkzeug(string target, string path) => Assert.Equal(path, RoutedPath.Of(target));

    [Theory]
    [InlineData("http://host/a/b?c", "/a/b")]
    [InlineData("http://host:80//a?x=/", "/a")]
    [InlineData("http://[::1]/x", "/x")]
    [InlineData("http:/x", "/x")]
    [InlineData("http:///x", "/x")]
    [InlineData("http://a/b://c", "/b://c")]
    [InlineData("1a+,-.://h/x", "/x")]
    [InlineData("a_b://h/x", "/a_b://h/x")]
    [InlineData("://h/x", "/://h/x")]
    [InlineData("/http://x/y", "/http://x/y")]
    [InlineData("a:b", "/b")]
    [InlineData("a:b/c?x", "/b/c")]
    [InlineData("host:80", "/host:80")]
    [InlineData("host:80/x", "/80/x")]
    [InlineData("foo/a:b", "/foo/a:b")]
    [InlineData("foo?a:b", "/foo")]
    [InlineData("a?b://c/d", "/a")]
    [InlineData("*", "/*")]
    // Werkzeug itself has an empty path here and redirects to "/"; through any proxy it gets "/" (RFC 9112 3.2.1).
    [InlineData("http://host", "/")]
    [InlineData("http://host?x=/y", "/")]
    [InlineData("http://host#x", "/")]
    [InlineData("http:", "/")]
    public void Of_OtherForms_IsWithoutSchemeAndAuthority(string target, string path) => Assert.Equal(path, RoutedPath.Of(target));

    [Theory]
    [InlineData("/api/status", "/api/status", true)]
    [InlineData("/api/status?a=%2F//", "/api/status", true)]
    [InlineData("/a/b.js", "/a/b.js", true)]
    [InlineData("/", "/", true)]
    [InlineData("/a/../b", "/b", false)]
    [InlineData("//api/status", "//api/status", false)]
    [InlineData("/api%2Fstatus", "/api%2Fstatus", false)]
    [InlineData("/api/%73tatus", "/api/status", false)]
    [InlineData("/api/status#x", "/api/status#x", false)]
    [InlineData("/api/status?a#x", "/api/status", false)]
    [InlineData("http://h/api/status", "/api/status", false)]
    [InlineData("h:80", "", false)]
    public void IsPlain_WhereTheServerReadsAsFlaskDoes(string target, string path, bool plain) => Assert.Equal(plain, RoutedPath.IsPlain(target, path));

    [Fact]
    public void IsPlain_AnyTargetAndAnyPathOfIt_OnlyWhereTheFullRuleAgrees() =>
        Prop.ForAll(Targets, target => PathsOf(target).All(path => !RoutedPath.IsPlain(target, path) || RoutedPath.Of(target) == path))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void Of_AnyTarget_IsThatOfItsOriginForm() =>
        Prop.ForAll(Targets, target => RoutedPath.Of(RequestTarget.OriginForm(target)) == RoutedPath.Of(target))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    /// <summary>What a server may make of a target: any beginning of it, as it is or decoded, and the path of its URI.</summary>
    private static IEnumerable<string> PathsOf(string target)
    {
        for (var length = 0; length <= target.Length; length++)
        {
            yield return target[..length];
            yield return Uri.UnescapeDataString(target[..length]);
        }

        if (Uri.TryCreate(new Uri("http://h"), target, out var uri))
            yield return uri.AbsolutePath;
    }
}

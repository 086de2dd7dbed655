using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Strangler.ShadowDiff.Compare;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;
using Outcome = Strangler.ShadowDiff.Model.Outcome;

namespace Strangler.ShadowDiff.Tests.Compare;

public sealed class ComparisonProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(2_000).WithQuietOnSuccess(true);

    private static readonly Gen<string> Text = Gen.Elements(
        "\"\"", "\"a\"", "\"\\u00e9\"", "\"é\"", "\"~/*\"", "\"\\ud800\"", "\"\\u0000\"", "\"x y\"");

    private static readonly Gen<string> Leaf = Gen.OneOf(
        Text, Gen.Elements("1", "1.0", "-0", "1e400", "0.1", "true", "false", "null", "12345678901234567890"));

    private static readonly Arbitrary<byte[]> Bytes = Gen.OneOf(
        ArbMap.Default.GeneratorFor<byte[]>(),
        Json(4).Select(Encoding.UTF8.GetBytes),
        from json in Json(3) from at in Gen.Choose(0, 100) from junk in ArbMap.Default.GeneratorFor<byte>() select Damage(json, at, junk)).ToArbitrary();

    /// <summary>A body and the same one with a few bytes of JSON's own taken out, doubled or put in: near misses, which two bodies made apart never are.</summary>
    private static readonly Arbitrary<(byte[] Legacy, byte[] Modern)> Mutated = (
        from json in Json(4)
        from changes in Gen.ListOf(from at in Gen.Choose(0, 10_000) from length in Gen.Choose(0, 3) from text in Gen.Elements("", "0", "1", "a", "\"", ",", "é", "[]", " ", "\\u0061", "null", "\"a\":1,") select (at, length, text)).Resize(3)
        select (Encoding.UTF8.GetBytes(json), Encoding.UTF8.GetBytes(changes.Aggregate(json, Change)))).ToArbitrary();

    private static readonly string[] Types = ["application/json", "text/html", "text/plain; charset=utf-16", "image/png", ""];
    private static readonly string[] Codings = ["", "gzip", "br", "deflate", "gzip, br"];

    private static readonly RuleSet Rules = RulesFile.Parse(
        """
        { "rules": [
          { "name": "v", "kind": "volatile", "route": "*", "at": "body /a/**", "action": "type-only", "reason": "r" },
          { "name": "s", "kind": "volatile", "route": "*", "at": "body /**", "action": "set", "reason": "r" },
          { "name": "p", "kind": "on-purpose", "route": "*", "at": "**", "action": "pattern", "pattern": ".*a.*", "reason": "r" }
        ] }
        """u8.ToArray(),
        "rules");

    [Fact]
    public void Compare_AnythingWithItself_FindsNothing() =>
        Prop.ForAll(Bytes, bytes => Found.In(Pair(bytes, bytes)).Length == 0).Check(Thorough);

    [Fact]
    public void Compare_AnyTwoBodies_NeverThrowsAndSeesEveryOtherByte() =>
        Prop.ForAll(Bytes, Bytes, (legacy, modern) =>
            (Found.Compare(Pair(legacy, modern)).Outcome == Outcome.Match) == legacy.AsSpan().SequenceEqual(modern)).Check(Thorough);

    [Fact]
    public void Compare_NearlyTheSame_SeesEveryOtherByte() =>
        Prop.ForAll(Mutated, pair =>
            (Found.Compare(Pair(pair.Legacy, pair.Modern)).Outcome == Outcome.Match) == pair.Legacy.AsSpan().SequenceEqual(pair.Modern)).Check(Thorough);

    /// <summary>Whatever the bytes claim to be: with the same claim on both sides, no two bodies that a client reads differently are a match.</summary>
    [Fact]
    public void Compare_AnyTypeAndCoding_NeverThrowsAndMatchesOnlyWhatReadsTheSame() =>
        Prop.ForAll(Bytes, Bytes, Gen.Elements(Types).Zip(Gen.Elements(Codings)).ToArbitrary(), (legacy, modern, claim) =>
        {
            var (left, right) = (Claiming(legacy, claim), Claiming(modern, claim));
            var isMatch = Found.Compare(Pairs.Of(left, right)).Outcome == Outcome.Match;
            return isMatch == DecodedBody.Of(left, 1_000_000).Bytes.AsSpan().SequenceEqual(DecodedBody.Of(right, 1_000_000).Bytes);
        }).Check(Thorough);

    [Fact]
    public void HtmlForm_OfItsOwn_IsItself() =>
        Prop.ForAll(Gen.Elements("<", ">", "p", "pre", "/", " ", "\n", "\"", "!--", "-->", "a", "=").ListOf().Select(string.Concat).ToArbitrary(), html =>
            HtmlForm.Of(HtmlForm.Of(html)) == HtmlForm.Of(html)).Check(Thorough);

    [Fact]
    public void Compare_SidesSwapped_FindsTheSamePlaces() =>
        Prop.ForAll(Bytes, Bytes, (legacy, modern) =>
            Places(Pair(legacy, modern)).SetEquals(Places(Pair(modern, legacy)))).Check(Thorough);

    [Fact]
    public void Compare_WithRules_NeverThrowsAndNeverFindsMore() =>
        Prop.ForAll(Bytes, Bytes, (legacy, modern) =>
            Found.Compare(Pair(legacy, modern), Rules).Outcome == Outcome.Match || Found.Compare(Pair(legacy, modern)).Outcome == Outcome.Diverged).Check(Thorough);

    [Fact]
    public void Compare_RulesInAnyOrder_FindsTheSame() =>
        Prop.ForAll(Bytes, Bytes, (legacy, modern) =>
            Found.In(Pair(legacy, modern), Rules) == Found.In(Pair(legacy, modern), new RuleSet(Rules.Rules.Reverse()))).Check(Thorough);

    [Fact]
    public void Pattern_AnyText_IsMatchedOrNot()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
        {
            var pattern = LocationPattern.TryParse(text ?? "", out var error);
            return pattern is null == error is not null;
        }).Check(Thorough);
    }

    private static HashSet<string> Places(ResponsePair pair) => [.. Found.Compare(pair).Divergences.Select(divergence => divergence.At)];

    private static ResponsePair Pair(byte[] legacy, byte[] modern) => Pairs.Of(Pairs.Response(legacy), Pairs.Response(modern));

    private static Gen<string> Json(int depth) => depth == 0 ? Leaf : Gen.OneOf(
        Leaf,
        Gen.ListOf(Json(depth - 1)).Resize(4).Select(items => $"[{string.Join(',', items)}]"),
        Gen.ListOf(from name in Text from value in Json(depth - 1) select $"{name}:{value}").Resize(4).Select(members => $"{{{string.Join(',', members)}}}"));

    private static CapturedResponse Claiming(byte[] body, (string Type, string Coding) claim) =>
        Pairs.Response(body, 200, ("Content-Type", claim.Type), ("Content-Encoding", claim.Coding));

    private static string Change(string json, (int At, int Length, string Text) change)
    {
        var at = change.At % (json.Length + 1);
        return string.Concat(json.AsSpan(0, at), change.Text, json.AsSpan(Math.Min(json.Length, at + change.Length)));
    }

    private static byte[] Damage(string json, int at, byte junk)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        bytes[at % bytes.Length] = junk;
        return bytes;
    }
}

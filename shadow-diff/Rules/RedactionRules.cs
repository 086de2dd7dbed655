namespace Strangler.ShadowDiff.Rules;

/// <summary>The file's section <c>redact</c>: which values are not kept.</summary>
/// <param name="IsStrict">Every value is redacted but those of <paramref name="Keep"/>; else those of <paramref name="Values"/> are.</param>
/// <param name="Values">Places whose values are never kept, not even as a hash.</param>
/// <param name="Keep">Places whose values stay as they are when all others are redacted.</param>
internal sealed record RedactionRules(bool IsStrict, IReadOnlyList<RedactedPlace> Values, IReadOnlyList<RedactedPlace> Keep)
{
    public static readonly RedactionRules None = new(false, [], []);
}

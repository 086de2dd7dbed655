namespace Strangler.ShadowDiff.Recording;

/// <summary>A body: its text, or only what it was.</summary>
/// <param name="Kind"><c>empty</c>, <c>text</c>, <c>binary</c>, <c>multipart</c>, or <c>redacted</c> for text that is not kept, or not all of it.</param>
/// <param name="Length">Bytes of the body as it was.</param>
/// <param name="Text">The text, its head when it is long, with marks for values that are not kept; null where there is none to keep.</param>
/// <param name="Sha256">Of the whole body, salted and short where values are redacted; null for text that is kept whole.</param>
/// <param name="Parts">What a multipart body was made of.</param>
public sealed record StoredBody(string Kind, long Length, string? Text = null, string? Sha256 = null, IReadOnlyList<StoredPart>? Parts = null)
{
    /// <summary>Characters that are kept.</summary>
    internal int TextLength => Text?.Length ?? 0;
}

/// <summary>One part of a multipart body, without its content.</summary>
public sealed record StoredPart(string? Name, string? FileName, string? ContentType, long Length);

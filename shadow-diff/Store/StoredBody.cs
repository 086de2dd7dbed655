namespace Strangler.ShadowDiff.Store;

/// <summary>A body: its text, or only what it was.</summary>
/// <param name="Kind"><c>empty</c>, <c>text</c>, <c>binary</c> or <c>multipart</c>.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Text">The text, its head when it is long; null for other kinds.</param>
/// <param name="Sha256">Of the whole body; null for text that is kept whole.</param>
/// <param name="Parts">What a multipart body was made of.</param>
public sealed record StoredBody(string Kind, long Length, string? Text = null, string? Sha256 = null, IReadOnlyList<StoredPart>? Parts = null);

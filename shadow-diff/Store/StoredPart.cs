namespace Strangler.ShadowDiff.Store;

/// <summary>One part of a multipart body, without its content.</summary>
public sealed record StoredPart(string? Name, string? FileName, string? ContentType, long Length);

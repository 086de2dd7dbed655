using Microsoft.Net.Http.Headers;

namespace Strangler.Services.Wire;

/// <summary>The tags of an <c>If-Match</c> or <c>If-None-Match</c> header.</summary>
internal readonly struct EntityTags(IReadOnlyList<EntityTagHeaderValue> tags)
{
    public bool IsEmpty => tags.Count == 0;

    /// <summary>Tags up to the first that cannot be read.</summary>
    public static EntityTags Parse(string header) =>
        new(EntityTagHeaderValue.TryParseList([header], out var tags) ? [.. tags] : []);

    public bool ContainsStrong(string tag) => tags.Any(candidate => IsAny(candidate) || (!candidate.IsWeak && IsSame(candidate, tag)));

    public bool ContainsWeak(string tag) => tags.Any(candidate => IsAny(candidate) || IsSame(candidate, tag));

    private static bool IsAny(EntityTagHeaderValue candidate) => candidate.Tag == "*";

    private static bool IsSame(EntityTagHeaderValue candidate, string tag) => candidate.Tag.AsSpan().Trim('"').SequenceEqual(tag);
}

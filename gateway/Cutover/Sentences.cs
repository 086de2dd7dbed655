namespace Strangler.Gateway.Cutover;

/// <summary>Several errors or reasons in one text: each ends before the next begins.</summary>
internal static class Sentences
{
    /// <summary>Those that say something; null when none does.</summary>
    public static string? Joined(params IEnumerable<string?> parts) => parts.OfType<string>().ToList() is { Count: > 0 } some ? Of(some) : null;

    public static string Of(IReadOnlyList<string> parts) =>
        string.Join(" ", parts.Select((part, index) => index == parts.Count - 1 || part.EndsWith('.') ? part : $"{part}."));
}

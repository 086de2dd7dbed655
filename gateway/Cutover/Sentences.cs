namespace Strangler.Gateway.Cutover;

/// <summary>Several errors or reasons in one text: each ends before the next begins.</summary>
internal static class Sentences
{
    public static string Of(IReadOnlyList<string> parts) =>
        string.Join(" ", parts.Select((part, index) => index == parts.Count - 1 || part.EndsWith('.') ? part : $"{part}."));
}

namespace Strangler.ShadowDiff.Compare;

/// <summary>Cuts a value to what fits into a report's cell.</summary>
internal static class Excerpt
{
    private const int Limit = 500;

    public static string Of(string text) => text.Length <= Limit ? text : string.Concat(text.AsSpan(0, Limit), "…");
}

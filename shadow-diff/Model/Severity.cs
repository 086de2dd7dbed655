namespace Strangler.ShadowDiff.Model;

/// <summary>Tells divergences that break clients from those that may not.</summary>
internal static class Severity
{
    /// <summary>A status, a value's type, or what a client counts on and does not get: a member, a body, leave to read the answer, the bytes of a file; an answer that differs in too much to be listed; modern throwing.</summary>
    public static bool IsCritical(DivergenceKind kind, string at) => kind switch
    {
        _ when at == Location.Status.ToString() => true,
        DivergenceKind.Type or DivergenceKind.Exception or DivergenceKind.InvalidJson or DivergenceKind.Binary or DivergenceKind.TooMany => true,
        DivergenceKind.Missing => at.StartsWith("header Access-Control-", StringComparison.OrdinalIgnoreCase) || IsMemberOrBody(at),
        _ => false,
    };

    /// <inheritdoc cref="IsCritical(DivergenceKind, string)"/>
    public static bool IsCritical(string kind, string at) => KebabName<DivergenceKind>.TryParse(kind) is { } known && IsCritical(known, at);

    /// <inheritdoc cref="IsCritical(DivergenceKind, string)"/>
    public static bool IsCritical(Divergence divergence) => IsCritical(divergence.Difference.Kind, divergence.At);

    /// <summary>Not an element of an array, nor one of an object's many entries: these come and go.</summary>
    private static bool IsMemberOrBody(string at) => at == Location.Body.ToString()
        || (at.StartsWith("body /", StringComparison.Ordinal) && !at.EndsWith("/*", StringComparison.Ordinal) && !at.EndsWith($"/{JsonPath.AnyEntry}", StringComparison.Ordinal));
}

namespace Strangler.ShadowDiff.Model;

/// <summary>Names the code that answers for modern: evidence belongs to it. The host registers one.</summary>
public interface IModernBuild
{
    /// <summary>The same for the same code, another one for other; empty where nobody knows.</summary>
    /// <param name="route">The route that it answers.</param>
    string BuildOf(string route);
}

/// <summary>Of a host that names none.</summary>
internal sealed class UnknownBuild : IModernBuild
{
    public string BuildOf(string route) => "";
}

namespace Strangler.ShadowDiff.Model;

/// <summary>One of the two implementations of a route (architecture: words).</summary>
public enum Side
{
    /// <summary>The Flask server behind the proxy.</summary>
    Legacy,

    /// <summary>The C# module in this process.</summary>
    Modern,
}

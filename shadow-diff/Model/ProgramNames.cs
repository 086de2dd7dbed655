namespace Strangler.ShadowDiff.Model;

/// <summary>The names under which the program itself stands in the audit: no person may be called so.</summary>
public static class ProgramNames
{
    /// <summary>Closes and reopens divergences, and ends trials.</summary>
    public const string ShadowDiff = "shadow-diff";

    /// <summary>Takes routes back.</summary>
    public const string Gateway = "gateway";

    /// <summary>All of them: besides, an edit of a file stands there under the file's name.</summary>
    public static IReadOnlyList<string> All { get; } = ["features.json", "yarp.json", ShadowDiff, Gateway];

    /// <summary>Whether a reader would take the name for one of them.</summary>
    public static bool Has(string name) => All.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase);
}

namespace Strangler.ShadowDiff.Model;

/// <summary>The names under which the program itself stands in the audit: no person may be called so.</summary>
public static class ProgramNames
{
    /// <summary>Closes and reopens divergences, and ends trials.</summary>
    public const string ShadowDiff = "shadow-diff";

    /// <summary>Takes routes back.</summary>
    public const string Gateway = "gateway";

    /// <summary>Pauses, ends and aborts plans where no person did.</summary>
    public const string Plans = "plans";

    /// <summary>An edit of the file of the flags: nobody else is known.</summary>
    public const string Features = "features.json";

    /// <summary>All of them: an edit of the other file stands there under its name too.</summary>
    public static IReadOnlyList<string> All { get; } = [Features, "yarp.json", ShadowDiff, Gateway, Plans];

    /// <summary>Whether a reader would take the name for one of them.</summary>
    public static bool Has(string name) => All.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase);
}

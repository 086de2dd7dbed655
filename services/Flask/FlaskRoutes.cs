namespace Strangler.Services.Flask;

/// <summary>What must be known of legacy's routes as a whole, apart from the one that a module answers (contract 1).</summary>
public static class FlaskRoutes
{
    private const string Engine = "/socket.io/";
    private const string Static = "/static/";

    private static readonly PathPattern[] Posts =
    [
        .. new[]
        {
            "/api/test", "/api/connect", "/api/disconnect", "/api/start_backup", "/api/stop", "/api/pause", "/api/resume",
            "/api/cancel/{job_id}", "/api/cancel_all",
        }.Select(PathPattern.Parse),
    ];

    /// <summary>Whether the path belongs to a rule that takes POST alone: its GET belongs to legacy's catch-all (contract 3.3).</summary>
    public static bool IsPostOnly(string path)
    {
        foreach (var post in Posts)
        {
            if (post.Matches(path))
                return true;
        }

        return false;
    }

    /// <summary>
    /// The path of a rule for POST alone that <paramref name="path"/> leads to with each pair of slashes merged into one; null if to none. Where
    /// no rule allows the method, Werkzeug matches once more like this; the catch-all takes every GET, so it shows with such rules only.
    /// </summary>
    public static string? PostOnlyOnceMerged(string path)
    {
        if (!path.Contains("//", StringComparison.Ordinal))
            return null;
        var merged = path.Replace("//", "/", StringComparison.Ordinal);
        return IsPostOnly(merged) ? merged : null;
    }

    /// <summary>True below <c>/socket.io/</c>: Engine.IO takes that before Flask sees it. <c>/socket.io</c> and other letter case are Flask's pages (contract 9.1).</summary>
    public static bool IsEngine(string? path) => path?.StartsWith(Engine, StringComparison.Ordinal) == true;

    /// <summary>Flask's own rule <c>/static/&lt;path:filename&gt;</c>. Legacy has no folder for it, so nothing is ever found.</summary>
    public static bool IsStatic(string path) =>
        path.StartsWith(Static, StringComparison.Ordinal) && path.Length > Static.Length && path[Static.Length] != '/' && !path.AsSpan(Static.Length + 1).Contains('\n');
}

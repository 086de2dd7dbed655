using System.Collections.Frozen;

namespace Strangler.Gateway.Legacy;

/// <summary>What the gateway must know of legacy's rule table (contract 1).</summary>
internal static class LegacyRules
{
    private static readonly FrozenSet<string> PostOnly = FrozenSet.Create(
        "test", "connect", "disconnect", "start_backup", "stop", "pause", "resume", "cancel_job", "cancel_all");

    /// <summary>Routes whose rule takes POST alone: their GET belongs to legacy's catch-all page rule (contract 3.3).</summary>
    public static bool IsPostOnly(string? route) => route is not null && PostOnly.Contains(route);

    /// <summary>True below <c>/socket.io/</c>: Engine.IO takes that before Flask sees it. <c>/socket.io</c> and other letter case are Flask's pages (contract 9.1).</summary>
    public static bool IsEngine(PathString path) => path.Value?.StartsWith("/socket.io/", StringComparison.Ordinal) == true;
}

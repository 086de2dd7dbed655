using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Parity;

/// <summary>Tells whether an answer that is called modern's is one.</summary>
internal static class WhoAnswered
{
    /// <summary>The gateway says who answered when it is set to; what it passes on from legacy bears the name of legacy's server, which no module's answer does.</summary>
    /// <param name="legacy">Of legacy itself.</param>
    /// <param name="modern">Of the gateway.</param>
    public static bool IsLegacy(CapturedResponse legacy, CapturedResponse modern) => modern.Headers.TryGetValue("X-Served-By", out var side)
        ? side.ToString() == "legacy"
        : Server(modern) is { Length: > 0 } server && server == Server(legacy) && server.StartsWith("Werkzeug/", StringComparison.Ordinal);

    private static string Server(CapturedResponse answer) => answer.Headers.TryGetValue("Server", out var name) ? name.ToString() : "";
}

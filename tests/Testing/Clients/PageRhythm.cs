namespace Strangler.Testing.Clients;

/// <summary>What the GUI asks for by itself, and how often (contract 10).</summary>
public static class PageRhythm
{
    public static readonly TimeSpan Health = TimeSpan.FromSeconds(7);

    public static readonly TimeSpan Status = TimeSpan.FromSeconds(12);

    /// <summary>From one look at a running job to the next.</summary>
    public static readonly TimeSpan JobStatus = TimeSpan.FromSeconds(2.5);

    /// <summary>What a page asks for when it is opened.</summary>
    public static IReadOnlyList<string> Opening { get; } = ["/", "/styles/theme.css", "/scripts/app.js", "/favicon.svg", "/api/status", "/api/health"];
}

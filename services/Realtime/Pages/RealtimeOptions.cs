using System.ComponentModel.DataAnnotations;
using Strangler.Services.Realtime.EngineIo;

namespace Strangler.Services.Realtime.Pages;

/// <summary>Settings of the pages' live channel over Socket.IO, section <c>Services:Realtime</c>.</summary>
internal sealed class RealtimeOptions : IValidatableObject
{
    /// <summary>Pages that may be connected at once; further ones are told "Connection rejected by server" (contract 9.3).</summary>
    [Range(1, 100_000)]
    public int MaxClients { get; set; } = 10;

    /// <summary>Pages of one address among them. Unset: as many as in all, since behind a reverse proxy all have its address. Sessions are bounded by it, too: twice as many, and ten.</summary>
    [Range(1, 100_000)]
    public int? MaxClientsPerAddress { get; set; }

    /// <summary>Origins of pages that may open a session, compared exactly; legacy's own two (contract 9.2).</summary>
    public IReadOnlyList<string>? Origins { get; set; }

    /// <summary>Messages that may wait for a page that reads too slowly; beyond that its connection is cut.</summary>
    [Range(64, 65_536)]
    public int MaxQueuedMessages { get; set; } = 1024;

    /// <summary>Bytes that may wait for it.</summary>
    [Range(64 * 1024, 64 * 1024 * 1024)]
    public int MaxQueuedBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Those in force, for every channel.</summary>
    internal IReadOnlySet<string> AcceptedOrigins => (Origins ?? ["http://localhost:9090", "http://127.0.0.1:9090"]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Sessions that an address may have beyond two for each of its pages.</summary>
    private const int SpareOfAddress = 10;

    internal int ClientsOfAddress => MaxClientsPerAddress ?? MaxClients;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from origin in Origins ?? []
        where !IsOrigin(origin)
        select new ValidationResult($"Services:Realtime:{nameof(Origins)} = \"{origin}\": an origin has the form http://host:port, with no path and no slash at its end.", [nameof(Origins)]);

    /// <summary>
    /// The same for the sessions, of which there are more: a page that is refused keeps its session, and one that is loaded again has two for a
    /// while (contract 9.3). What is spare in all is that of ten addresses, so that one that takes all it may leaves room for others.
    /// </summary>
    internal EngineOptions Engine() => new()
    {
        MaxSessions = SessionsOfAll,
        MaxSessionsOfAddress = Math.Min((2 * ClientsOfAddress) + SpareOfAddress, SessionsOfAll),
        Origins = AcceptedOrigins,
        MaxQueuedMessages = MaxQueuedMessages,
        MaxQueuedBytes = MaxQueuedBytes,
    };

    private int SessionsOfAll => (2 * MaxClients) + (10 * SpareOfAddress);

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri.UserInfo.Length == 0 && !text.AsSpan(uri.Scheme.Length + 3).ContainsAny('/', '?', '#');
}

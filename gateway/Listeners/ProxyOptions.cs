using System.ComponentModel.DataAnnotations;

namespace Strangler.Gateway.Listeners;

/// <summary>Settings of the public side, section <c>Gateway</c>. Checked at start; every error names its setting.</summary>
internal sealed class ProxyOptions : IValidatableObject
{
    public const string SectionName = "Gateway";
    public const string DefaultManagement = "http://127.0.0.1:9091";

    /// <summary>Where clients connect. <c>http://host:port</c> with an IP address, <c>localhost</c> (IPv4, as legacy) or <c>*</c>; port 0 takes a free one.</summary>
    [Required]
    public string Public { get; set; } = "http://127.0.0.1:9090";

    /// <summary>Where the operator connects. Same form as <see cref="Public"/>.</summary>
    [Required]
    public string Management { get; set; } = DefaultManagement;

    /// <summary>Requests that one client address may have in flight (contract 3.6). 0 lifts the limit.</summary>
    [Range(0, 1_000_000)]
    public int ConnectionLimit { get; set; } = 12;

    /// <summary>The same limit for pages and their files. 0 lifts it.</summary>
    [Range(0, 1_000_000)]
    public int PageConnectionLimit { get; set; } = 16;

    /// <summary>How long a connection to legacy may take to open before the client gets 504.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan LegacyConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Origins of pages that may open a Socket.IO session, compared exactly. Unset: legacy's own two (contract 9.2).</summary>
    public IReadOnlyList<string>? SocketOrigins { get; set; }

    /// <summary>The origin under which accepted pages are presented to legacy. Unset: <c>http://localhost:</c> and legacy's port.</summary>
    public string? LegacyOrigin { get; set; }

    internal static IReadOnlyList<string> DefaultSocketOrigins { get; } = ["http://localhost:9090", "http://127.0.0.1:9090"];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ListenAddress.TryParse(Public, out _, out var reason))
            yield return Error(nameof(Public), Public, reason);
        if (!ListenAddress.TryParse(Management, out _, out reason))
            yield return Error(nameof(Management), Management, reason);

        foreach (var origin in SocketOrigins ?? [])
        {
            if (!IsOrigin(origin))
                yield return Error(nameof(SocketOrigins), origin, NotAnOrigin);
        }

        if (LegacyOrigin is not null && !IsOrigin(LegacyOrigin))
            yield return Error(nameof(LegacyOrigin), LegacyOrigin, NotAnOrigin);
    }

    private const string NotAnOrigin = "an origin has the form http://host:port, with no path and no slash at its end";

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri.UserInfo.Length == 0 && !text.AsSpan(uri.Scheme.Length + 3).ContainsAny('/', '?', '#');

    private static ValidationResult Error(string setting, string value, string reason) =>
        new($"{SectionName}:{setting} = \"{value}\": {reason}.", [setting]);
}

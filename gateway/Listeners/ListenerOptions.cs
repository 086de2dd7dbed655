using System.ComponentModel.DataAnnotations;

namespace Strangler.Gateway.Listeners;

/// <summary>Where the gateway listens and how much one client may ask at once, section <c>Gateway</c>. Checked at start; every error names its setting.</summary>
internal sealed class ListenerOptions : IValidatableObject
{
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

    /// <summary>Bytes per second that a request's body must bring on average; a slower one ends with 408. 0 lifts it.</summary>
    [Range(0, 1_000_000)]
    public int MinRequestBodyRate { get; set; } = 100;

    /// <summary>How long a body may take before <see cref="MinRequestBodyRate"/> holds.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "01:00:00")]
    public TimeSpan MinRequestBodyGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long nothing of a body may come while it is waited for; then 408. 0 lifts it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RequestBodyIdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a client may take from the first byte of a request to the end of its headers; then 408.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RequestHeadersTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!ListenAddress.TryParse(Public, out _, out var reason))
            yield return Error(nameof(Public), Public, reason);
        if (!ListenAddress.TryParse(Management, out _, out reason))
            yield return Error(nameof(Management), Management, reason);
    }

    private static ValidationResult Error(string setting, string value, string reason) =>
        new($"Gateway:{setting} = \"{value}\": {reason}.", [setting]);
}

using System.ComponentModel.DataAnnotations;

namespace Strangler.Gateway.Realtime;

/// <summary>Whose pages may open a Socket.IO session, section <c>Gateway</c>.</summary>
internal sealed class RealtimeOptions : IValidatableObject
{
    private const string NotAnOrigin = "an origin has the form http://host:port, with no path and no slash at its end";

    private static readonly IReadOnlyList<string> LegacysOwn = ["http://localhost:9090", "http://127.0.0.1:9090"];

    /// <summary>Origins of pages that may open a session, compared exactly. Unset: legacy's own two (contract 9.2).</summary>
    public IReadOnlyList<string>? SocketOrigins { get; set; }

    /// <summary>The origin under which accepted pages are presented to legacy. Unset: <c>http://localhost:</c> and legacy's port.</summary>
    public string? LegacyOrigin { get; set; }

    internal IReadOnlyList<string> AcceptedOrigins => SocketOrigins ?? LegacysOwn;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var origin in SocketOrigins ?? [])
        {
            if (!IsOrigin(origin))
                yield return Error(nameof(SocketOrigins), origin);
        }

        if (LegacyOrigin is not null && !IsOrigin(LegacyOrigin))
            yield return Error(nameof(LegacyOrigin), LegacyOrigin);
    }

    internal static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri.UserInfo.Length == 0 && !text.AsSpan(uri.Scheme.Length + 3).ContainsAny('/', '?', '#');

    private static ValidationResult Error(string setting, string value) => new($"Gateway:{setting} = \"{value}\": {NotAnOrigin}.", [setting]);
}

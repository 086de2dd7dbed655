using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace Strangler.Gateway.Cutover;

/// <summary>Feature of a public connection: where its client is.</summary>
internal interface IClientAddress
{
    /// <summary>The address; of IPv4 as such.</summary>
    IPAddress Address { get; }

    /// <summary>The same as text.</summary>
    string Name { get; }
}

/// <summary>Who a request at canary is from: what stays the same when the same client asks again, over restarts and over gateways.</summary>
internal sealed class CanarySubjects
{
    private readonly CanaryBy _by;

    public CanarySubjects(IOptions<CanaryOptions> options) =>
        _by = CanaryBy.TryParse(options.Value.CanaryBy, out var by) ? by : throw new InvalidOperationException("The setting is validated.");

    /// <summary>Whether modern answers the request.</summary>
    public bool IsTaken(Canary canary, HttpRequest request)
    {
        var client = request.HttpContext.Features.Get<IClientAddress>();
        var subject = _by.SubjectOf(request);
        return canary.Takes(subject.IsEmpty ? client?.Name : subject, client?.Address);
    }
}

/// <summary>What the setting says: the client's address, or a header or cookie that carries a name for it.</summary>
/// <param name="Header">Where to look; null for the address.</param>
/// <param name="Cookie">Of the header <c>Cookie</c>, the one with this name.</param>
internal sealed record CanaryBy(string? Header, string? Cookie)
{
    /// <summary>Headers that are the same of every client, or are a tester's and gone by then.</summary>
    private static readonly string[] NoNames = ["Host", "Connection", "Content-Length", "Transfer-Encoding", "X-Cutover", "X-Cutover-Secret"];

    private const string TesterCookie = "x-cutover";
    private const string TokenMarks = "!#$%&'*+-.^_`|~"; // RFC 9110 5.6.2

    public static bool TryParse(string text, out CanaryBy by)
    {
        var (kind, name) = text.Split(':', 2) is [var first, var second] ? (first, second) : (text, null);
        by = kind == "cookie" ? new("Cookie", name) : new(name, null);
        return name is null ? kind == "address" : kind is "header" or "cookie" && name.Length > 0 && name.All(IsOfToken);
    }

    /// <summary>Whether it tells clients apart.</summary>
    public bool TellsApart => Cookie is null ? !NoNames.Contains(Header, StringComparer.OrdinalIgnoreCase) : Cookie != TesterCookie;

    /// <summary>What the client says of itself; empty for one that says nothing, who is known by its address.</summary>
    public ReadOnlySpan<char> SubjectOf(HttpRequest request)
    {
        if (Header is null || request.Headers[Header] is not [{ } value, ..])
            return default;
        return Cookie is null ? value.AsSpan().Trim() : ValueOf(value, Cookie);
    }

    /// <summary>The first cookie with the name (RFC 6265 4.2.1), as it is written.</summary>
    private static ReadOnlySpan<char> ValueOf(ReadOnlySpan<char> cookies, string name)
    {
        foreach (var range in cookies.Split(';'))
        {
            var cookie = cookies[range].Trim();
            if (cookie.Length > name.Length && cookie[name.Length] == '=' && cookie.StartsWith(name, StringComparison.Ordinal))
                return cookie[(name.Length + 1)..].Trim();
        }

        return default;
    }

    private static bool IsOfToken(char letter) => char.IsAsciiLetterOrDigit(letter) || TokenMarks.Contains(letter, StringComparison.Ordinal);
}

/// <summary>Whom a canary counts as one client, section <c>Gateway</c>.</summary>
internal sealed class CanaryOptions : IValidatableObject
{
    /// <summary>A client's name is its address.</summary>
    public const string Address = "address";

    /// <summary><c>address</c>; or <c>header:NAME</c> or <c>cookie:NAME</c>, and the address where a request has none.</summary>
    [Required]
    public string CanaryBy { get; set; } = Address;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Cutover.CanaryBy.TryParse(CanaryBy, out var by))
            yield return new($"Gateway:CanaryBy = \"{CanaryBy}\": use address, header:NAME or cookie:NAME, with the name of a header or cookie.", [nameof(CanaryBy)]);
        else if (!by.TellsApart)
            yield return new($"Gateway:CanaryBy = \"{CanaryBy}\": does not tell clients apart; every client sends the same, or it is a tester's choice, which is taken off before. Use another header or cookie, or address.", [nameof(CanaryBy)]);
    }
}

using System.ComponentModel.DataAnnotations;

namespace Strangler.Gateway.ErrorReports;

/// <summary>Who is sent the gateway's errors, section <c>Gateway:Sentry</c>.</summary>
internal sealed class ErrorReportOptions : IValidatableObject
{
    /// <summary>The DSN of a project of Sentry's, or of what understands the same: failures of modules and what the log calls an error are sent there. None by default: nothing is. It has a key in it, so no message shows it.</summary>
    public string? Dsn { get; set; }

    /// <summary>Whether somebody is to be sent anything, and can be.</summary>
    public bool IsOn => Dsn is { Length: > 0 } text
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address is { Query: "", Fragment: "" }
        && address.UserInfo is [not ':', ..]
        && address.Segments[^1] is { Length: > 0 } project && project.All(char.IsAsciiDigit);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Dsn) && !IsOn)
            yield return new("Gateway:Sentry:Dsn is no DSN; give a project's, as Sentry shows it (Settings, Client Keys): http or https, a key, a host and the project's number, such as https://key@sentry.example/1.", [nameof(Dsn)]);
    }
}

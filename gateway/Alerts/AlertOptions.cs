using System.ComponentModel.DataAnnotations;

namespace Strangler.Gateway.Alerts;

/// <summary>Who is told when the gateway takes a route back, section <c>Gateway:Alerts</c>.</summary>
internal sealed class AlertOptions : IValidatableObject
{
    /// <summary>An absolute address, http or https, that each alert is posted to; none by default. It often has a token in it, so no message shows it.</summary>
    public string? Webhook { get; set; }

    /// <summary>The same; null where nobody is to be told.</summary>
    public Uri? Address => string.IsNullOrEmpty(Webhook) ? null : new Uri(Webhook);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Webhook) && !(Uri.TryCreate(Webhook, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)))
            yield return new("Gateway:Alerts:Webhook is no address; give an absolute one, http or https.", [nameof(Webhook)]);
        else if (Address is { UserInfo.Length: > 0 })
            yield return new("Gateway:Alerts:Webhook has a name or password before its host, which would not be sent; give an address without, with a token in its path or query.", [nameof(Webhook)]);
    }
}

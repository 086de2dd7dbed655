using System.ComponentModel.DataAnnotations;

namespace Strangler.Gateway.Decommission;

/// <summary>What is kept of who still reaches legacy, section <c>Gateway</c>.</summary>
internal sealed class DecommissionOptions : IValidatableObject
{
    public const string Network = "network", Address = "address", Nobody = "none";

    /// <summary>What is kept of a caller's address: <c>network</c> (its first 24 bits, 48 of IPv6), <c>address</c> (all of it) or <c>none</c>. An address may be a person's.</summary>
    [Required]
    public string Callers { get; set; } = Network;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Callers is not (Network or Address or Nobody))
            yield return new($"Gateway:Callers = \"{Callers}\": must be {Network}, {Address} or {Nobody}.", [nameof(Callers)]);
    }
}

using System.ComponentModel.DataAnnotations;

namespace Strangler.Gateway.Testers;

/// <summary>Whether testers may choose a side, section <c>Gateway</c>.</summary>
internal sealed class TesterOptions : IValidatableObject
{
    private const int ShortestSecret = 16;

    /// <summary>What testers know. Without one nobody chooses, and the public port has nothing that legacy has not.</summary>
    public string? TesterSecret { get; set; }

    /// <summary>Whether testers may choose.</summary>
    public bool IsOn => !string.IsNullOrEmpty(TesterSecret);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsOn && TesterSecret!.Length < ShortestSecret)
            yield return new($"Gateway:TesterSecret has {TesterSecret.Length} characters; give it {ShortestSecret} or more.", [nameof(TesterSecret)]);
        else if (IsOn && TesterSecret!.Any(letter => letter is < '!' or > '~'))
            yield return new("Gateway:TesterSecret has a blank, a control or a non-ASCII character, and goes in a header: use visible ASCII characters only.", [nameof(TesterSecret)]);
    }
}

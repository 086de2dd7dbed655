using System.ComponentModel.DataAnnotations;

namespace Strangler.Gateway.Drain;

/// <summary>How the gateway leaves, section <c>Gateway</c>.</summary>
internal sealed class DrainOptions
{
    /// <summary>What the store and the clients of stopped backups may take in the end.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    /// <summary>How long the gateway still serves everybody once it was asked to stop, while <c>/readyz</c> says no: the time that a balancer needs to notice.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ConvertValueInInvariantCulture = true)]
    public TimeSpan DrainDelay { get; set; }

    /// <summary>How long requests under way, uploads and backups have after that to come to their end; then they are cut off.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ConvertValueInInvariantCulture = true)]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest that a stop takes.</summary>
    public TimeSpan Whole => DrainDelay + DrainTimeout + Margin;
}

using System.ComponentModel.DataAnnotations;

namespace Strangler.Gateway.Handover;

/// <summary>How a gateway leaves its place to a new one without an interruption, section <c>Gateway</c>.</summary>
internal sealed class HandoverOptions
{
    /// <summary>
    /// The program that <c>./cutover upgrade</c> starts, e.g. by a link that names the newest version's folder. Unset: the one that runs, which the new version has
    /// replaced where it stands.
    /// </summary>
    public string? Successor { get; set; }

    /// <summary>How long the new gateway may take until it serves; then it is ended, and the old one goes on.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00", ConvertValueInInvariantCulture = true)]
    public TimeSpan SuccessorTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long requests, uploads and backups of the old gateway have to come to their end while the new one serves; then they are cut off.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ConvertValueInInvariantCulture = true)]
    public TimeSpan HandoverTimeout { get; set; } = TimeSpan.FromHours(1);
}

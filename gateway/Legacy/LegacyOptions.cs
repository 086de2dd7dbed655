using System.ComponentModel.DataAnnotations;

namespace Strangler.Gateway.Legacy;

/// <summary>How legacy is reached, section <c>Gateway</c>.</summary>
internal sealed class LegacyOptions
{
    /// <summary>How long a connection to legacy may take to open before the client gets 504.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan LegacyConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);
}

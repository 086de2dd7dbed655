using System.ComponentModel.DataAnnotations;

namespace Strangler.Services.WebFiles;

/// <summary>Where the public files are, section <c>Services:Pages</c>. Relative to <c>Services:LegacyRoot</c>; legacy's own places are the defaults (contract 2).</summary>
public sealed class PagesOptions
{
    /// <summary>The folder of the web client. Everything in it is public.</summary>
    [Required]
    public string WebFolder { get; set; } = "Client/Client-gui";

    /// <summary>The folder of the icons. Everything in it is public.</summary>
    [Required]
    public string IconFolder { get; set; } = "favicon_stuff";
}

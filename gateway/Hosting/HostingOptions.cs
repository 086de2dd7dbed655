using Strangler.Contract;

namespace Strangler.Gateway.Hosting;

/// <summary>How the process ends and how it is found, section <c>Gateway</c>.</summary>
internal sealed class HostingOptions
{
    /// <summary>Whether the gateway stops when its standard input ends.</summary>
    public bool ExitWithStdin { get; set; }

    /// <summary>
    /// The folder that relative paths count from; the argument <c>--data</c>. By arguments or the environment only: the files are read after it. Unset: the working folder, or that of an installation.
    /// </summary>
    public string? DataFolder { get; set; }

    /// <summary>Where, besides the folder of the configuration, the gateway says that it runs. Empty for nowhere.</summary>
    public string StateFolder { get; set; } = GatewayStateFile.UserFolder;
}

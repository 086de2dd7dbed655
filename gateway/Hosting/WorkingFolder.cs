using Strangler.Contract;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Handover;

namespace Strangler.Gateway.Hosting;

/// <summary>
/// The folder that relative paths of the settings count from: <c>--data</c>, else that of the installation where the configuration is the installation's
/// or a service was started in a folder that is nobody's (<c>/</c>, <c>System32</c>), else the one that the program was started in.
/// </summary>
internal static class WorkingFolder
{
    private const string Setting = $"Gateway:{nameof(HostingOptions.DataFolder)}";

    /// <summary>Goes there; gives the arguments with the folders in full, so that each is still the same one.</summary>
    /// <param name="settings">The arguments, written out.</param>
    /// <exception cref="InvalidConfigurationException">There is no configuration, or the folder cannot be made or entered.</exception>
    public static string[] Enter(string[] settings)
    {
        var given = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(settings).Build();
        Origin.Note();
        var started = Environment.CurrentDirectory;
        var configuration = GatewayFiles.FolderOf(given["Config"]);
        if (DataFolder(given[Setting], started, configuration) is not { } data)
            return settings;

        Enter(data);
        return
        [
            .. settings,
            .. configuration == given["Config"] || (given["Config"] is null && configuration != started) ? [] : (string[])[$"--Config={configuration}"],
            .. data == given[Setting] ? [] : (string[])[$"--{Setting}={data}"],
        ];
    }

    /// <summary>In full; null to stay.</summary>
    internal static string? DataFolder(string? given, string started, string configuration) =>
        given is { Length: > 0 } ? Path.GetFullPath(given, started)
        : configuration == Installation.Configuration || started == Path.GetPathRoot(started) || (OperatingSystem.IsWindows() && started == Environment.SystemDirectory) ? Installation.Data
        : null;

    private static void Enter(string data)
    {
        try
        {
            Directory.CreateDirectory(data);
            Environment.CurrentDirectory = data;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new InvalidConfigurationException([$"{Setting} = \"{data}\": the folder cannot be used ({ex.Message.TrimEnd('.')}); make it for the gateway's user, or name another with --data."]);
        }
    }
}

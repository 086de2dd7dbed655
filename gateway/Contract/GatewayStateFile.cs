using System.Text.Json;

namespace Strangler.Contract;

/// <summary>
/// The small file by which a running gateway is found while its management port does not answer. The gateway keeps it open as long as it
/// lives, and the operating system lets go of it however the gateway ends. So whether it lives is asked of the file: a process id may by then
/// be another program's, or count in another container.
/// </summary>
public sealed class GatewayStateFile : IDisposable
{
    private const string Pattern = "gateway-*.state";
    private readonly FileStream _file;

    private GatewayStateFile(FileStream file) => _file = file;

    /// <summary>Where a user's gateways say that they run, besides in the folder of their configuration; empty for a user without a home.</summary>
    public static string UserFolder { get; } =
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData) is { Length: > 0 } home ? Path.Combine(home, "cyberbackup-strangler") : "";

    /// <summary>Says in a folder that this gateway runs, until it is disposed of. What gateways that were killed left there goes.</summary>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    /// <exception cref="UnauthorizedAccessException">Nor may it be.</exception>
    public static GatewayStateFile Create(string folder, RunningGateway gateway)
    {
        Directory.CreateDirectory(folder);
        foreach (var path in Directory.EnumerateFiles(folder, Pattern))
            TryOpenAbandoned(path, FileOptions.DeleteOnClose)?.Dispose();

        var file = new FileStream(Path.Combine(folder, $"gateway-{Guid.NewGuid():N}.state"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            Options = FileOptions.DeleteOnClose,
        });
        JsonSerializer.Serialize(file, gateway, RunningGatewayJson.Default.RunningGateway);
        file.Flush();
        return new GatewayStateFile(file);
    }

    /// <summary>The gateways that say so in a folder, and live.</summary>
    public static IReadOnlyList<RunningGateway> FindRunning(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, Pattern).Select(Read).OfType<RunningGateway>()] : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Null when nobody keeps it open, or it cannot be read.</summary>
    private static RunningGateway? Read(string path)
    {
        using var abandoned = TryOpenAbandoned(path);
        if (abandoned is not null)
            return null;

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return JsonSerializer.Deserialize(file, RunningGatewayJson.Default.RunningGateway);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static FileStream? TryOpenAbandoned(string path, FileOptions options = FileOptions.None)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.None, Options = options });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

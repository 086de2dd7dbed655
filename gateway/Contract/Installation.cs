namespace Strangler.Contract;

/// <summary>Where an installed gateway has its files, unless it is told otherwise: the program itself is replaced by an upgrade, these are not.</summary>
public static class Installation
{
    private const string Name = "cutover-gateway";

    /// <summary>Of <c>yarp.json</c>, <c>features.json</c> and <c>rules.json</c>.</summary>
    public static string Configuration { get; } = OperatingSystem.IsWindows() ? OnWindows("config") : $"/etc/{Name}";

    /// <summary>Of <c>gateway.db</c>, uploads and jobs.</summary>
    public static string Data { get; } = OperatingSystem.IsWindows() ? OnWindows("data") : $"/var/lib/{Name}";

    private static string OnWindows(string folder) => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), Name, folder);
}

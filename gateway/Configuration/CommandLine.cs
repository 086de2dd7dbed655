using System.Reflection;

namespace Strangler.Gateway.Configuration;

/// <summary>The program's arguments: settings, <c>--Section:Name=value</c>, and the switches that are more than a setting's name.</summary>
internal static class CommandLine
{
    private const string PrintConfig = "--print-config";

    private const string Doctor = "--doctor";

    private const string MigrateStore = "--migrate-store";

    private const string Data = "--data";

    private const string DataFolder = "--Gateway:DataFolder";

    private const string Help = """
        The strangler gateway. Every argument is a setting, over yarp.json and the environment:
          --Section:Name=value      e.g. --Gateway:Public=http://127.0.0.1:9090; docs/settings.md lists them
          --config FOLDER           the folder of yarp.json, features.json and rules.json
          --data FOLDER             the folder of gateway.db, uploads and jobs: relative paths count from it
          --legacy-flask-proxy      every route to legacy while this process lives
          --print-config            every setting with its value and where that comes from, secrets left out, instead of a start
          --doctor                  what is well and what is not with this installation, as JSON, instead of a start; cutover doctor shows it
          --migrate-store           copies the database to another one instead of a start; cutover store migrate says from where and to where
          --health [SETTINGS]       exit code 0 if the gateway with these settings lives, else 1
          --version, --help
        """;

    /// <summary>Of the program.</summary>
    public static string Version { get; } = typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>What the program says instead of starting; null when it is to start.</summary>
    public static string? Answer(string[] args) => args.FirstOrDefault() switch
    {
        "--version" => Version,
        "--help" or "-h" or "-?" or "/?" => Help,
        _ => null,
    };

    /// <summary>Whether the settings are to be printed instead of a start.</summary>
    public static bool Prints(string[] args) => args.Contains(PrintConfig);

    /// <summary>Whether the installation is to be looked at instead of a start.</summary>
    public static bool Examines(string[] args) => args.Contains(Doctor);

    /// <summary>Whether the database is to be copied to another one instead of a start.</summary>
    public static bool MovesStore(string[] args) => args.Contains(MigrateStore);

    /// <summary>Writes <c>--legacy-flask-proxy</c> and <c>--data</c> out as the settings they stand for, and every other argument as <c>--name=value</c>.</summary>
    /// <exception cref="InvalidConfigurationException">An argument is no setting; the framework would pass over it in silence.</exception>
    public static string[] Expand(string[] args)
    {
        var settings = new List<string>();
        var errors = new List<string>();
        for (var index = 0; index < args.Length; index++)
        {
            var arg = args[index];
            var isName = arg.StartsWith("--", StringComparison.Ordinal) && arg.Length > 2;
            if (arg is PrintConfig or Doctor or MigrateStore)
                continue;
            if (arg == Data || arg.StartsWith(Data + "=", StringComparison.Ordinal))
                arg = string.Concat(DataFolder, arg.AsSpan(Data.Length));
            if (arg == "--legacy-flask-proxy")
                settings.Add("--Cutover:LegacyFlaskProxy=true");
            else if (isName && arg.Contains('=', StringComparison.Ordinal))
                settings.Add(arg);
            else if (isName && index + 1 < args.Length && !args[index + 1].StartsWith("--", StringComparison.Ordinal))
                settings.Add($"{arg}={args[++index]}");
            else
                errors.Add(isName ? $"{arg} has no value; write {arg}=value." : $"'{arg}' is no setting; write --Section:Name=value. --help says more.");
        }

        return errors.Count == 0 ? [.. settings] : throw new InvalidConfigurationException(errors);
    }
}

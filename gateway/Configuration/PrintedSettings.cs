using Strangler.Settings;

namespace Strangler.Gateway.Configuration;

/// <summary>Every setting with the value that is in force and where that comes from, for <c>--print-config</c>: a line each, by name.</summary>
internal static class PrintedSettings
{
    /// <summary>What is in yarp.json besides settings of ours, and is no list of routes.</summary>
    private static readonly string[] Further = ["Config", "Logging", "ReverseProxy:Clusters", "Kestrel", "AllowedHosts"];

    /// <returns>The program's exit code.</returns>
    public static int Write(WebApplication app, TextWriter output)
    {
        List<Line> lines = [.. Lines((IConfigurationRoot)app.Configuration, app.Services.GetRequiredService<KnownSettings>().All)];
        var (name, value) = (lines.Max(line => line.Name.Length), Math.Min(60, lines.Max(line => line.Value.Length)));
        foreach (var line in lines)
            output.WriteLine($"{line.Name.PadRight(name)}  {line.Value.PadRight(value)}  {line.Source}");
        return 0;
    }

    private static IEnumerable<Line> Lines(IConfigurationRoot configuration, IReadOnlyList<Setting> settings) =>
    [
        .. settings.SelectMany(setting => Set(configuration, setting.Name) is { Count: > 0 } set ? set : [new Line(setting.Name, setting.Default is "" ? "-" : setting.Default, "default")]),
        .. Further.SelectMany(name => Set(configuration, name)),
    ];

    /// <summary>What is set of a setting: one line, or one for each of its values.</summary>
    private static List<Line> Set(IConfigurationRoot configuration, string name) =>
    [
        .. from entry in configuration.GetSection(name).AsEnumerable()
           where entry.Value is not null
           orderby entry.Key
           let source = configuration.Providers.Last(provider => provider.TryGet(entry.Key, out _))
           select new Line(entry.Key, entry.Value is "" ? "-" : SettingSource.Shown(entry.Key, entry.Value), SettingSource.NameOf(source)),
    ];

    private sealed record Line(string Name, string Value, string Source);
}

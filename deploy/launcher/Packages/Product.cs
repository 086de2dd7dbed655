using System.Globalization;
using System.Reflection;
using Strangler.Launcher.Programs;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Packages;

/// <summary>What the packages are of.</summary>
/// <param name="Version">Of <c>Directory.Build.props</c>, which this program is built with, too.</param>
/// <param name="Date">Of all files in the packages: that of the commit, so that the same commit makes the same bytes whenever it is packaged.</param>
internal sealed record Product(string Version, DateTimeOffset Date)
{
    public const string Name = "cutover-gateway";

    private const string DateVariable = "SOURCE_DATE_EPOCH"; // reproducible-builds.org

    /// <summary>The earliest that a zip can say.</summary>
    private static readonly DateTimeOffset Earliest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<Product> OfTreeAsync(CancellationToken cancellationToken)
    {
        var version = typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        var given = Environment.GetEnvironmentVariable(DateVariable)
            ?? (await OneShot.ReadAsync("git", ["-C", Repository.Root, "log", "-1", "--format=%ct"], cancellationToken) is (0, var commit) ? commit.Trim() : null);
        return new(version, long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && DateTimeOffset.FromUnixTimeSeconds(seconds) is var date && date > Earliest ? date : Earliest);
    }

    /// <summary>Of an archive without its ending, and of the folder in it.</summary>
    public string NameFor(string runtime) => $"{Name}-{Version}-{runtime}";
}

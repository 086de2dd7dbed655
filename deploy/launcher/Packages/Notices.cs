using System.Text;
using Strangler.Launcher.Exit;
using Strangler.Launcher.SourceTree;

namespace Strangler.Launcher.Packages;

/// <summary>Whose work is shipped, and under which license: from the packages themselves, and the texts of licenses that they only name.</summary>
internal static class Notices
{
    public const string Name = "THIRD-PARTY-NOTICES.txt";

    private static readonly string Licenses = Repository.At("deploy", "launcher", "Packages", "Licenses");

    /// <exception cref="LauncherException">A package says nothing of its license, or names one whose text is not there.</exception>
    public static void Write(string folder, IReadOnlyList<ShippedPackage> packages)
    {
        var text = new StringBuilder("What this package has of others. The programs themselves are not listed.\n");
        foreach (var package in packages)
        {
            text.Append($"\n{new string('=', 100)}\n{package.Id} {package.Version}\n");
            foreach (var (what, value) in new[] { ("license", LicenseOf(package)), ("copyright", package["copyright"]), ("authors", package["authors"]), ("from", package["projectUrl"]) })
            {
                if (value is not null)
                    text.Append($"{what}: {value.ReplaceLineEndings(" ")}\n");
            }

            foreach (var own in package.Texts)
                text.Append($"\n{own}\n");
        }

        foreach (var license in packages.Where(package => !package.Texts.Any()).Select(package => package.License).OfType<string>().Distinct().Order(StringComparer.Ordinal))
            text.Append($"\n{new string('=', 100)}\n{license}\n\n{TextOf(license, packages)}\n");
        File.WriteAllText(Path.Combine(folder, Name), text.ToString());
    }

    private static string LicenseOf(ShippedPackage package) =>
        package.License ?? package["license"] ?? package["licenseUrl"] ?? throw new LauncherException($"{package.Id} {package.Version} does not say under which license it is: it cannot be shipped.");

    private static string TextOf(string license, IReadOnlyList<ShippedPackage> packages)
    {
        var path = Path.Combine(Licenses, license + ".txt");
        return File.Exists(path)
            ? File.ReadAllText(path).ReplaceLineEndings("\n").Trim()
            : throw new LauncherException($"{packages.First(package => package.License == license).Id} is under {license} and brings no text of it: put that to {Path.GetRelativePath(Repository.Root, path)}.");
    }
}

using System.Text.RegularExpressions;

namespace Strangler.Launcher.Run;

/// <summary>The shipped files as they stand where the strangling is over: every route complete, and no address of legacy's.</summary>
internal static partial class NoLegacy
{
    public const string Folder = "config-no-legacy";

    /// <summary>A shipped file's text, made so.</summary>
    public static string Edit(string name, string text) => name switch
    {
        "features.json" => Stage().Replace(text, "$1\"complete\""),
        "yarp.json" => Destinations().Replace(text, "$1{}"),
        _ => text,
    };

    [GeneratedRegex("(\"default_when_enabled\":\\s*)\"\\w+\"")]
    private static partial Regex Stage();

    [GeneratedRegex("""("Destinations":\s*)\{\s*"\w+":\s*\{[^{}]*\}\s*\}""")]
    private static partial Regex Destinations();
}

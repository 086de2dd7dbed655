using System.Text;
using Strangler.Launcher.Exit;
using Strangler.Settings;

namespace Strangler.Launcher.Run;

/// <summary>
/// The folder of the gateway's three files. What runs writes into them (a cutover edits <c>features.json</c>), so it never runs on the shipped ones.
/// </summary>
/// <param name="Path">Its full path.</param>
/// <param name="Outdated">The copies of files that are shipped with other contents by now.</param>
internal sealed record ConfigurationFolder(string Path, IReadOnlyList<OutdatedCopy> Outdated)
{
    private const string Flags = "features.json";

    private static readonly string[] Files = ["yarp.json", Flags, "rules.json"];

    /// <summary>An operator's own folder, left as it is.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isPlainProxy">Whether the gateway starts with whatever stands in the place of <c>features.json</c>.</param>
    /// <exception cref="LauncherException">It has not all files.</exception>
    public static ConfigurationFolder Of(string folder, bool isPlainProxy)
    {
        string[] missing = [.. Files.Where(file => !IsThere(System.IO.Path.Combine(folder, file), isPlainProxy))];
        return missing.Length == 0
            ? new(folder, [])
            : throw new LauncherException($"--config: {folder} has no {string.Join(" and no ", missing)}: copy the shipped {(missing.Length == 1 ? "file" : "files")} there, from the top of the source tree.");
    }

    /// <summary>
    /// A folder that gets a copy of each shipped file that it lacks. A copy is the operator's from then on. Beside it stays what it was made
    /// of, in <c>shipped/</c>, so that a file that is shipped with other contents later can be told from one that the operator has edited.
    /// </summary>
    /// <param name="source">Where the shipped files are.</param>
    /// <param name="folder">Where the copies are.</param>
    /// <param name="isPlainProxy">As for an own folder.</param>
    /// <param name="edit">Makes the first text of a copy, by the file's name, out of what is shipped; null for the same.</param>
    public static ConfigurationFolder CopyOnce(string source, string folder, bool isPlainProxy, Func<string, string, string>? edit = null)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(folder, "shipped"));
        return new(folder, [.. Files.Select(name => CopyOnce(source, folder, name, isPlainProxy, edit)).OfType<OutdatedCopy>()]);
    }

    private static OutdatedCopy? CopyOnce(string source, string folder, string name, bool isPlainProxy, Func<string, string, string>? edit)
    {
        var copy = new OutdatedCopy(System.IO.Path.Combine(source, name), System.IO.Path.Combine(folder, name), System.IO.Path.Combine(folder, "shipped", name));
        var shipped = File.ReadAllText(copy.Shipped);
        if (!IsThere(copy.Copy, isPlainProxy))
        {
            Write(copy.Copy, PointAtSchemas(edit?.Invoke(name, shipped) ?? shipped, source, folder));
            Write(copy.MadeOf, shipped);
        }
        else if (!File.Exists(copy.MadeOf))
        {
            Write(copy.MadeOf, shipped);
        }

        return File.ReadAllText(copy.MadeOf) == shipped ? null : copy;
    }

    /// <summary>Whether a file is there; as a plain proxy the gateway needs no flags, and takes anything for their file.</summary>
    /// <exception cref="LauncherException">Something else has the file's name.</exception>
    private static bool IsThere(string path, bool isPlainProxy)
    {
        var other = Directory.Exists(path) ? "a folder, not a file"
            : new FileInfo(path) is { LinkTarget: { } target } link && link.ResolveLinkTarget(returnFinalTarget: true) is not { Exists: true } ? $"a link to {target}, where there is no file"
            : null;
        if (other is null)
            return File.Exists(path);

        var isFlags = System.IO.Path.GetFileName(path) == Flags;
        return isFlags && isPlainProxy ? true : throw new LauncherException(
            $"{path} is {other}: take it away, or put the file in its place{(isFlags ? "; with --legacy-flask-proxy the gateway starts without it" : "")}.");
    }

    /// <summary>Editors look for the schema from where the file is.</summary>
    private static string PointAtSchemas(string text, string source, string folder)
    {
        var schemas = new Uri(System.IO.Path.Combine(source, "deploy", "schemas") + "/");
        return text.Replace("\"./deploy/schemas/", $"\"{new Uri(folder + "/").MakeRelativeUri(schemas)}", StringComparison.Ordinal);
    }

    // In one step: a start that ends in the middle must not leave half a file that counts as the operator's.
    private static void Write(string path, string text) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(text));
}

/// <summary>A copy of a shipped file that is shipped with other contents by now.</summary>
/// <param name="Shipped">What is shipped.</param>
/// <param name="Copy">What is in force.</param>
/// <param name="MadeOf">What was shipped when the copy was made.</param>
internal sealed record OutdatedCopy(string Shipped, string Copy, string MadeOf)
{
    public string Note =>
        $"{Shipped} has changed since {Copy} was copied from it, and the copy is what runs. What has changed: git diff --no-index \"{MadeOf}\" \"{Shipped}\". Then delete {MadeOf} to keep the copy, or {Copy} to have it made anew.";
}

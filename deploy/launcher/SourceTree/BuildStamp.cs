namespace Strangler.Launcher.SourceTree;

/// <summary>
/// What the last build was made of and what it has made: while neither has changed there is nothing to build, which MSBuild needs seconds to find out. A build by
/// other means changes what was made, and is looked at by MSBuild.
/// </summary>
/// <param name="root">The top of the source tree.</param>
/// <param name="configuration"><c>release</c> or <c>debug</c>.</param>
internal sealed class BuildStamp(string root, string configuration)
{
    /// <summary>Of the gateway and the operator's command, and of all that they need.</summary>
    private static readonly string[] Folders = ["gateway", "services", "shadow-diff", "deploy/cutover", "deploy/launcher", "deploy/rules", "deploy/schemas"];

    private static readonly string[] Projects = ["Gateway", "CommandLine"];

    // As they are before a build: what is edited while it runs is to be built by the next one.
    private readonly string _sources = Sources.Read(FoldersOf(root), alone: root).Fingerprint();

    private string File => Path.Combine(root, "artifacts", $"run.{configuration}.stamp");

    public bool IsFresh()
    {
        try
        {
            return System.IO.File.ReadAllText(File) == Describe();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Keeps that this is built.</summary>
    public void Write() => System.IO.File.WriteAllText(File, Describe());

    /// <summary>What is built from.</summary>
    public static IEnumerable<string> FoldersOf(string root) => Folders.Select(folder => Path.Combine(root, folder));

    private string Describe() =>
        $"{_sources} {Sources.Read(Projects.Select(project => Path.Combine(root, "artifacts", "bin", project, configuration))).Fingerprint()}";
}

using Strangler.Testing;

namespace Strangler.Gateway.Tests.Documents;

/// <summary>The files that people wrote: nothing that was built, installed or recorded by a run.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] NotOurs = [".git", ".vs", ".idea", ".venv", "artifacts", "data", "node_modules", "TestResults", "__pycache__"];

    /// <summary>All with one of these extensions (<c>.md</c>).</summary>
    public static IEnumerable<string> With(params string[] extensions) =>
        Below(new(RepositoryRoot.Path)).Where(file => extensions.Contains(Path.GetExtension(file)));

    /// <summary>As a reader of a failed test would look for it.</summary>
    public static string Name(string path) => Path.GetRelativePath(RepositoryRoot.Path, path);

    private static IEnumerable<string> Below(DirectoryInfo folder) =>
        folder.EnumerateFiles().Select(file => file.FullName)
            .Concat(folder.EnumerateDirectories().Where(inner => !NotOurs.Contains(inner.Name)).SelectMany(Below));
}

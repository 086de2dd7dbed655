namespace Strangler.Testing;

/// <summary>The folder <c>shared</c> beside the repository: test vectors that are too large to copy. It may be absent.</summary>
public static class SharedFolder
{
    /// <summary>Null where the repository stands alone: tests that need it are skipped there and say so.</summary>
    public static string? Path
    {
        get
        {
            var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(RepositoryRoot.Path, "..", "shared"));
            return Directory.Exists(path) ? path : null;
        }
    }
}

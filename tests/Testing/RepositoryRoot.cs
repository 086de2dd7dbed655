namespace Strangler.Testing;

/// <summary>The folder of the repository that the running test was built in: the one with the solution file.</summary>
public static class RepositoryRoot
{
    private static readonly Lazy<string> Found = new(Find);

    public static string Path => Found.Value;

    /// <summary>A path below the root, e.g. <c>RepositoryRoot.Combine("tests", "Recordings")</c>.</summary>
    public static string Combine(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "CyberBackup.Strangler.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException(
            $"No folder above {AppContext.BaseDirectory} holds CyberBackup.Strangler.slnx: run the tests from a checkout.");
    }
}

namespace Strangler.Services.Configuration;

/// <summary>What is wrong with a folder that is to be read, as the end of a sentence.</summary>
internal static class FolderProblem
{
    /// <summary>Null for one that can be listed.</summary>
    public static string? Of(string path)
    {
        try
        {
            _ = Directory.EnumerateFileSystemEntries(path).Any();
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return File.Exists(path) ? $"'{path}' is a file"
                : error is DirectoryNotFoundException ? $"'{path}' is not there"
                : $"'{path}' cannot be read ({error.Message})";
        }
    }
}

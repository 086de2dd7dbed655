using Strangler.Testing;

namespace Strangler.Services.Tests.Hosting;

/// <summary>An application root of legacy with a progress_config.json of 2566 bytes, as long as the recorded one.</summary>
internal static class LegacyFolder
{
    public const int Length = 2566;

    public static TemporaryFolder Create()
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Combine("python_server"));
        File.WriteAllText(PathIn(folder), "{\"phases\":[]}".PadRight(Length));
        File.SetLastWriteTimeUtc(PathIn(folder), new DateTime(2025, 11, 13, 23, 53, 17, DateTimeKind.Utc));
        return folder;
    }

    public static string PathIn(TemporaryFolder folder) => folder.Combine("python_server", "progress_config.json");
}

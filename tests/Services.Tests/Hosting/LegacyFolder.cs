using Strangler.Services.Wire;
using Strangler.Testing;
using Strangler.Testing.Http;

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

    /// <summary>Legacy's tag holds the folder, so a recorded one is replaced by that of this folder.</summary>
    public static RawRequest WithCurrentTag(RawRequest request, TemporaryFolder folder) => request with
    {
        Headers = [.. request.Headers.Select(header => header.Key == "If-None-Match"
            ? RawRequest.Header(header.Key, $"\"{FileVersion.Of(new SentFile(PathIn(folder), PathIn(folder), "")).Tag}\"")
            : header)],
    };
}

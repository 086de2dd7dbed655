using System.Globalization;

namespace Strangler.Testing.Recordings;

/// <summary>The files of the recorded <c>received_files</c> folder, with their times.</summary>
public static class ReceivedFixture
{
    public static void PutInto(string folder)
    {
        Put(folder, "same1.bin", "1", "2023-11-14T22:13:20Z");
        Put(folder, "same2.bin", "22", "2023-11-14T22:13:20Z");
        Put(folder, "b.txt", "bbb", "2023-11-14T22:13:30Z");
        Put(folder, "a.txt", "a", "2023-11-14T22:13:40Z");
        Put(folder, "naïve файл.txt", "n", "2023-11-14T22:13:50.25Z");
        if (!OperatingSystem.IsWindows()) // which has no such name
            Put(folder, "with space & <b>.txt", "w", "2023-11-14T22:14:00Z");
        Put(folder, ".hidden", "h", "2023-11-14T22:14:10Z");
        Put(folder, "x.tmp_EncryptedBackup", "x", "2023-11-14T22:14:20Z");
        Put(folder, "50%.txt", "5", "2023-11-14T22:14:30Z");
        Put(folder, "zero.bin", "", "2023-11-19T22:13:20Z");
        File.CreateSymbolicLink(Path.Combine(folder, "link.txt"), Path.Combine(folder, "a.txt"));
        File.CreateSymbolicLink(Path.Combine(folder, "dangling"), Path.Combine(folder, "nowhere"));
        Directory.CreateDirectory(Path.Combine(folder, "subdir"));
        Put(Path.Combine(folder, "subdir"), "inner.txt", "i", "2023-11-14T22:13:20Z");
    }

    public static void Put(string folder, string name, string content, string time)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, content);
        File.SetLastWriteTimeUtc(path, DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));
    }
}

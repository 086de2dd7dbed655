using System.Formats.Tar;
using System.IO.Compression;
using Strangler.Launcher.Packages;
using Strangler.Testing;

namespace Strangler.CommandLine.Tests.Launcher;

/// <summary>The same files make the same archive, whoever has made them, when, and in which order.</summary>
public sealed class ArchiveTests : IDisposable
{
    private static readonly DateTimeOffset Date = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Names = ["b", "a/c", "Z", "a.json", "program"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SameFiles_MakeTheSameBytes()
    {
        var (one, other) = (Fill("one", Names), Fill("other", Names.Reverse()));
        File.SetLastWriteTimeUtc(Path.Combine(one, "b"), new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal(Tar(one), Tar(other));
        Assert.Equal(Zip(one), Zip(other));
    }

    [Fact]
    public void Tar_IsSortedOfRootAndOneDate_AndProgramsCanBeRun()
    {
        using var unzipped = new GZipStream(new MemoryStream(Tar(Fill("one", Names))), CompressionMode.Decompress);
        using var tar = new TarReader(unzipped);
        List<string> entries = [];
        while (tar.GetNextEntry() is PosixTarEntry entry)
        {
            Assert.Equal((0, 0, "root", "root", Date), (entry.Uid, entry.Gid, entry.UserName, entry.GroupName, entry.ModificationTime));
            entries.Add($"{entry.Name} {Convert.ToString((int)entry.Mode, 8)}");
        }

        Assert.Equal(["top/ 755", "top/Z 644", "top/a.json 644", "top/a/c 644", "top/b 644", "top/program 755"], entries);
    }

    [Fact]
    public void Manifest_NamesEachFileWithItsHash()
    {
        var folder = Fill("one", Names);
        Manifest.Write(folder);
        Manifest.Write(folder); // and itself not

        Assert.Equal(
            ["Z", "a.json", "a/c", "b", "program"],
            File.ReadAllLines(Path.Combine(folder, Manifest.Name)).Select(line => line.Split("  ")[1]));
        Assert.StartsWith("bbeebd879e1dff6918546dc0c179fdde505f2a21591c9a9c96e36b054ec5af83  Z\n", File.ReadAllText(Path.Combine(folder, Manifest.Name)), StringComparison.Ordinal);
    }

    private string Fill(string name, IEnumerable<string> files)
    {
        var folder = _folder.Combine(name);
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
            File.WriteAllText(Path.Combine(folder, file), file);
        }

        return folder;
    }

    private byte[] Tar(string folder) => Written(path => Archive.WriteTar(folder, "top", ["program"], Date, path));

    private byte[] Zip(string folder) => Written(path => Archive.WriteZip(folder, "top", Date, path));

    private byte[] Written(Action<string> write)
    {
        var path = _folder.Combine("archive");
        write(path);
        return File.ReadAllBytes(path);
    }
}

using Strangler.Launcher.SourceTree;
using Strangler.Testing;

namespace Strangler.CommandLine.Tests.Launcher;

public sealed class OwnBuildTests : IDisposable
{
    private static readonly DateTime Built = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();

    public OwnBuildTests()
    {
        string[] sources = ["deploy/launcher/Run/Runner.cs", "gateway/Settings/AtomicFile.cs", "gateway/Hosting/Startup.cs", "Directory.Packages.props", "README.md", "stamp"];
        foreach (var source in sources)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.Combine(source))!);
            File.WriteAllText(_folder.Combine(source), "");
            File.SetLastWriteTimeUtc(_folder.Combine(source), Built);
        }

        foreach (var folder in Directory.EnumerateDirectories(_folder.Path, "*", SearchOption.AllDirectories))
            Directory.SetLastWriteTimeUtc(folder, Built);
    }

    private bool IsFresh => OwnBuild.IsFresh(_folder.Path, _folder.Combine("stamp"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("README.md", true)]
    [InlineData("gateway/Hosting/Startup.cs", true)]
    [InlineData("deploy/launcher/Run/Runner.cs", false)]
    [InlineData("gateway/Settings/AtomicFile.cs", false)]
    [InlineData("Directory.Packages.props", false)]
    public void Edit_OfWhatItIsMadeOf_IsToBeBuilt(string file, bool expected)
    {
        Assert.True(IsFresh);
        File.SetLastWriteTimeUtc(_folder.Combine(file), Built.AddSeconds(1));
        Assert.Equal(expected, IsFresh);
    }

    [Fact]
    public void FileThatIsGone_IsToBeBuilt()
    {
        File.Delete(_folder.Combine("deploy/launcher/Run/Runner.cs"));
        Assert.False(IsFresh);
    }

    [Fact]
    public void WithoutABuild_IsToBeBuilt()
    {
        File.Delete(_folder.Combine("stamp"));
        Assert.False(IsFresh);
    }
}

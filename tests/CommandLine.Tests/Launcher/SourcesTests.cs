using Strangler.Launcher.SourceTree;
using Strangler.Testing;

namespace Strangler.CommandLine.Tests.Launcher;

public sealed class SourcesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SourcesTests()
    {
        foreach (var folder in BuildStamp.FoldersOf(_folder.Path).Append(Made))
            Directory.CreateDirectory(folder);
        File.WriteAllText(Source, "one");
        File.WriteAllText(Assembly, "made");
    }

    private string Source => _folder.Combine("services", "Routes.cs");

    private string Made => _folder.Combine("artifacts", "bin", "Gateway", "release");

    private string Assembly => Path.Combine(Made, "Gateway.dll");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Stamp_IsFreshUntilASourceOrWhatWasMadeIsAnother()
    {
        Assert.False(Stamp().IsFresh());
        Stamp().Write();
        Assert.True(Stamp().IsFresh());

        foreach (var file in new[] { Source, Assembly, _folder.Combine("Directory.Packages.props"), _folder.Combine("gateway", "New.cs") })
        {
            File.AppendAllText(file, "more");
            Assert.False(Stamp().IsFresh());
            Stamp().Write();
            Assert.True(Stamp().IsFresh());
        }

        File.Delete(Source);
        Assert.False(Stamp().IsFresh());
        Stamp().Write();
        Directory.Delete(Made, recursive: true);
        Assert.False(Stamp().IsFresh());
    }

    [Fact]
    public void EditDuringTheBuild_IsBuiltByTheNext()
    {
        var building = Stamp();
        File.AppendAllText(Source, "more");
        building.Write();
        Assert.False(Stamp().IsFresh());
    }

    [Fact]
    public void WhatIsNoSource_ChangesNothing()
    {
        Stamp().Write();
        File.WriteAllText(_folder.Combine("services", ".Routes.cs.swp"), "");
        File.WriteAllText(_folder.Combine(".gitignore"), "");
        Directory.CreateDirectory(_folder.Combine("data"));
        File.WriteAllText(_folder.Combine("data", "gateway.db"), "");
        Assert.True(Stamp().IsFresh());
    }

    [Fact]
    public void Changes_AreNamed()
    {
        var before = Read();
        File.WriteAllText(Source, "another");
        File.WriteAllText(_folder.Combine("services", "New.cs"), "");
        Assert.Equal([_folder.Combine("services", "New.cs"), Source], Read().ChangedSince(before));
        File.Delete(Source);
        Assert.Equal([_folder.Combine("services", "New.cs"), Source], Read().ChangedSince(before).Order());
        Assert.Empty(Read().ChangedSince(Read()));
    }

    private BuildStamp Stamp() => new(_folder.Path, "release");

    private Sources Read() => Sources.Read([_folder.Combine("services")]);
}

using Strangler.Launcher.Exit;
using Strangler.Launcher.Run;
using Strangler.Testing;

namespace Strangler.CommandLine.Tests.Launcher;

public sealed class ConfigurationFolderTests : IDisposable
{
    private static readonly string[] Files = ["features.json", "rules.json", "yarp.json"];
    private readonly TemporaryFolder _folder = new();
    private readonly string _source;
    private readonly string _config;

    public ConfigurationFolderTests()
    {
        (_source, _config) = (_folder.Combine("source"), _folder.Combine("data", "config"));
        Directory.CreateDirectory(_source);
        foreach (var file in Files)
            Ship(file, $$"""{ "$schema": "./deploy/schemas/{{file}}", "as": "shipped" }""");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FirstStart_CopiesEachFile_AndItsSchemaIsFoundFromThere()
    {
        var configuration = ConfigurationFolder.CopyOnce(_source, _config);

        Assert.Equal(_config, configuration.Path);
        Assert.Empty(configuration.Outdated);
        Assert.All(Files, file => Assert.Equal($$"""{ "$schema": "../../source/deploy/schemas/{{file}}", "as": "shipped" }""", InForce(file)));
    }

    [Fact]
    public void LaterStart_KeepsAnEdit()
    {
        ConfigurationFolder.CopyOnce(_source, _config);
        Edit("features.json", "edited");

        Assert.Empty(ConfigurationFolder.CopyOnce(_source, _config).Outdated);
        Assert.Equal("edited", InForce("features.json"));
    }

    [Fact]
    public void ShippedFileThatHasChanged_IsNamedAtEachStart_AndNotTakenOver()
    {
        ConfigurationFolder.CopyOnce(_source, _config);
        Ship("rules.json", "newer");

        ConfigurationFolder.CopyOnce(_source, _config);
        var outdated = Assert.Single(ConfigurationFolder.CopyOnce(_source, _config).Outdated);

        Assert.Equal((Path.Combine(_source, "rules.json"), Path.Combine(_config, "rules.json")), (outdated.Shipped, outdated.Copy));
        Assert.Contains("\"as\": \"shipped\"", InForce("rules.json"), StringComparison.Ordinal);
        Assert.Contains("\"as\": \"shipped\"", File.ReadAllText(outdated.MadeOf), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatTheNoteAdvises_EndsIt()
    {
        ConfigurationFolder.CopyOnce(_source, _config);
        Ship("rules.json", "newer");
        Ship("yarp.json", "newer");

        foreach (var outdated in ConfigurationFolder.CopyOnce(_source, _config).Outdated)
            File.Delete(outdated.Copy.EndsWith("rules.json", StringComparison.Ordinal) ? outdated.Copy : outdated.MadeOf);

        Assert.Empty(ConfigurationFolder.CopyOnce(_source, _config).Outdated);
        Assert.Equal("newer", InForce("rules.json"));
        Assert.Contains("shipped", InForce("yarp.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a folder")]
    [InlineData("a link to nowhere.json, which is not there")]
    public void SomethingElseInAFilesPlace_IsNamed(string what)
    {
        ConfigurationFolder.CopyOnce(_source, _config);
        var path = Path.Combine(_config, "features.json");
        File.Delete(path);
        _ = what == "a folder" ? (FileSystemInfo)Directory.CreateDirectory(path) : File.CreateSymbolicLink(path, "nowhere.json");

        Action[] starts = [() => ConfigurationFolder.CopyOnce(_source, _config), () => ConfigurationFolder.Of(_config)];
        Assert.All(starts, start => Assert.Equal(
            $"{path} is {what}, not a file: take it away, or put the file in its place.", Assert.Throws<LauncherException>(start).Message));
    }

    [Fact]
    public void DataFolder_IsOfOneRun()
    {
        var path = _folder.Combine("data");
        using (DataFolder.Take(path))
            Assert.StartsWith($"{path} is in use by another run", Assert.Throws<LauncherException>(() => DataFolder.Take(path)).Message, StringComparison.Ordinal);

        DataFolder.Take(path).Dispose();
        Assert.False(File.Exists(Path.Combine(path, "run.lock")));
        File.WriteAllText(_folder.Combine("file"), "");
        Assert.StartsWith("--data: ", Assert.Throws<LauncherException>(() => DataFolder.Take(_folder.Combine("file", "data"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OperatorsOwnFolder_IsUsedAsItIs()
    {
        var configuration = ConfigurationFolder.Of(_source);

        Assert.Equal(_source, configuration.Path);
        Assert.Equal(Files, Directory.EnumerateFileSystemEntries(_source).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void OperatorsOwnFolder_WithoutAFile_IsRefused()
    {
        File.Delete(Path.Combine(_source, "yarp.json"));
        Assert.StartsWith($"--config: {_source} has no yarp.json:", Assert.Throws<LauncherException>(() => ConfigurationFolder.Of(_source)).Message, StringComparison.Ordinal);
    }

    private void Ship(string file, string text) => File.WriteAllText(Path.Combine(_source, file), text);

    private void Edit(string file, string text) => File.WriteAllText(Path.Combine(_config, file), text);

    private string InForce(string file) => File.ReadAllText(Path.Combine(_config, file));
}

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
        var configuration = ConfigurationFolder.CopyOnce(_source, _config, isPlainProxy: false);

        Assert.Equal(_config, configuration.Path);
        Assert.Empty(configuration.Outdated);
        Assert.All(Files, file => Assert.Equal($$"""{ "$schema": "../../source/deploy/schemas/{{file}}", "as": "shipped" }""", InForce(file)));
    }

    [Fact]
    public void LaterStart_KeepsAnEdit()
    {
        ConfigurationFolder.CopyOnce(_source, _config, isPlainProxy: false);
        Edit("features.json", "edited");

        Assert.Empty(ConfigurationFolder.CopyOnce(_source, _config, isPlainProxy: false).Outdated);
        Assert.Equal("edited", InForce("features.json"));
    }

    [Fact]
    public void ShippedFileThatHasChanged_IsNamedAtEachStart_AndNotTakenOver()
    {
        ConfigurationFolder.CopyOnce(_source, _config, isPlainProxy: false);
        Ship("rules.json", "newer");

        ConfigurationFolder.CopyOnce(_source, _config, isPlainProxy: false);
        var outdated = Assert.Single(ConfigurationFolder.CopyOnce(_source, _config, isPlainProxy: false).Outdated);

        Assert.Equal((Path.Combine(_source, "rules.json"), Path.Combine(_config, "rules.json")), (outdated.Shipped, outdated.Copy));
        Assert.Contains("\"as\": \"shipped\"", InForce("rules.json"), StringComparison.Ordinal);
        Assert.Contains("\"as\": \"shipped\"", File.ReadAllText(outdated.MadeOf), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatTheNoteAdvises_EndsIt()
    {
        ConfigurationFolder.CopyOnce(_source, _config, isPlainProxy: false);
        Ship("rules.json", "newer");
        Ship("yarp.json", "newer");

        foreach (var outdated in ConfigurationFolder.CopyOnce(_source, _config, isPlainProxy: false).Outdated)
            File.Delete(outdated.Copy.EndsWith("rules.json", StringComparison.Ordinal) ? outdated.Copy : outdated.MadeOf);

        Assert.Empty(ConfigurationFolder.CopyOnce(_source, _config, isPlainProxy: false).Outdated);
        Assert.Equal("newer", InForce("rules.json"));
        Assert.Contains("shipped", InForce("yarp.json"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("features.json", "a folder, not a file", "; with --legacy-flask-proxy the gateway starts without it")]
    [InlineData("features.json", "a link to nowhere.json, where there is no file", "; with --legacy-flask-proxy the gateway starts without it")]
    [InlineData("yarp.json", "a folder, not a file", "")]
    public void SomethingElseInAFilesPlace_IsNamed(string file, string what, string advice)
    {
        var path = Put(file, isFolder: what.StartsWith("a folder", StringComparison.Ordinal));

        Action[] starts = [() => ConfigurationFolder.CopyOnce(_source, _config, isPlainProxy: false), () => ConfigurationFolder.Of(_config, isPlainProxy: false)];
        Assert.All(starts, start => Assert.Equal(
            $"{path} is {what}: take it away, or put the file in its place{advice}.", Assert.Throws<LauncherException>(start).Message));
    }

    /// <summary>The way out that the message names: the gateway starts as a plain proxy, and says itself what is wrong with the file.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PlainProxy_TakesAnythingForTheFlags_AndNothingElse(bool isFolder)
    {
        var path = Put("features.json", isFolder);

        Assert.Empty(ConfigurationFolder.CopyOnce(_source, _config, isPlainProxy: true).Outdated);
        Assert.Empty(ConfigurationFolder.Of(_config, isPlainProxy: true).Outdated);
        Assert.Equal((isFolder, !isFolder), (Directory.Exists(path), new FileInfo(path).LinkTarget is not null));
        Put("yarp.json", isFolder);
        Assert.Throws<LauncherException>(() => ConfigurationFolder.CopyOnce(_source, _config, isPlainProxy: true));
        Assert.Throws<LauncherException>(() => ConfigurationFolder.Of(_config, isPlainProxy: true));
    }

    /// <summary>Puts a folder, or a link to nothing, in a file's place.</summary>
    private string Put(string file, bool isFolder)
    {
        if (!File.Exists(Path.Combine(_config, "rules.json")))
            ConfigurationFolder.CopyOnce(_source, _config, isPlainProxy: false);
        var path = Path.Combine(_config, file);
        File.Delete(path);
        _ = isFolder ? (FileSystemInfo)Directory.CreateDirectory(path) : File.CreateSymbolicLink(path, "nowhere.json");
        return path;
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
        var configuration = ConfigurationFolder.Of(_source, isPlainProxy: false);

        Assert.Equal(_source, configuration.Path);
        Assert.Equal(Files, Directory.EnumerateFileSystemEntries(_source).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void OperatorsOwnFolder_WithoutAFile_IsRefused()
    {
        File.Delete(Path.Combine(_source, "yarp.json"));
        Assert.StartsWith($"--config: {_source} has no yarp.json:", Assert.Throws<LauncherException>(() => ConfigurationFolder.Of(_source, isPlainProxy: false)).Message, StringComparison.Ordinal);
    }

    private void Ship(string file, string text) => File.WriteAllText(Path.Combine(_source, file), text);

    private void Edit(string file, string text) => File.WriteAllText(Path.Combine(_config, file), text);

    private string InForce(string file) => File.ReadAllText(Path.Combine(_config, file));
}

using Strangler.Contract;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Hosting;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests.Hosting;

/// <summary>Which folder relative paths count from. That the program goes there is seen in the tests of the packages.</summary>
public sealed class WorkingFolderTests
{
    private static readonly string Somewhere = Path.GetFullPath("somewhere");

    [Fact]
    public void Stays_WhereItWasStarted() => Assert.Null(WorkingFolder.DataFolder(null, Somewhere, Somewhere));

    [Fact]
    public void Named_CountsFromWhereItWasStarted() => Assert.Equal(Path.Combine(Somewhere, "data"), WorkingFolder.DataFolder("data", Somewhere, Installation.Configuration));

    [Fact]
    public void Installed_HasTheInstallations() => Assert.Equal(Installation.Data, WorkingFolder.DataFolder(null, Somewhere, Installation.Configuration));

    [Fact]
    public void Service_StartedInAFolderThatIsNobodys_HasTheInstallations()
    {
        Assert.Equal(Installation.Data, WorkingFolder.DataFolder(null, Path.GetPathRoot(Somewhere)!, Somewhere));
        if (OperatingSystem.IsWindows())
            Assert.Equal(Installation.Data, WorkingFolder.DataFolder(null, Environment.SystemDirectory, Somewhere));
    }

    [Theory]
    [InlineData("--data /a", "--Gateway:DataFolder=/a")]
    [InlineData("--data=/a", "--Gateway:DataFolder=/a")]
    public void Argument_IsASetting(string arguments, string expected) => Assert.Equal([expected], CommandLine.Expand(arguments.Split(' ')));

    [Fact]
    public void FolderThatCannotBeMade_IsNamed()
    {
        using var folder = new TemporaryFolder();
        GatewayFolder.Fill(folder.Path);
        var file = folder.Combine("yarp.json");

        var problem = Assert.Throws<InvalidConfigurationException>(() => WorkingFolder.Enter([$"--Config={folder.Path}", $"--Gateway:DataFolder={file}"]));

        Assert.StartsWith($"Gateway:DataFolder = \"{file}\": the folder cannot be used (", Assert.Single(problem.Errors), StringComparison.Ordinal);
    }

    /// <summary>It would be passed over: the file is found and read after the folder was entered.</summary>
    [Theory]
    [InlineData("\"Gateway\": { \"DataFolder\": \"/a\" }", "Gateway:DataFolder")]
    [InlineData("\"Config\": \"/a\"", "Config")]
    public async Task InAFile_ItIsRefused(string yarp, string setting)
    {
        using var folder = new TemporaryFolder();
        GatewayFolder.Fill(folder.Path);
        var text = await File.ReadAllTextAsync(folder.Combine("yarp.json"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.Combine("yarp.json"), text.Replace("\"$schema\"", $"{yarp}, \"$schema\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var problem = await Assert.ThrowsAsync<InvalidConfigurationException>(() => HealthProbe.ProblemAsync([$"--Config={folder.Path}"]));

        Assert.Equal([$"yarp.json: {setting} has to be known before this file is read; give it as an argument or in the environment."], problem.Errors);
    }
}

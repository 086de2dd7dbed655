using Microsoft.AspNetCore.Builder;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Hosting;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests.Configuration;

public sealed class GatewayFilesTests
{
    [Theory]
    [InlineData("features.json", "features.json line 2, $schema: '$schema' stands in line 2 already; keep one")]
    [InlineData("yarp.json", "yarp.json line 2, $schema: '$schema' stands in line 2 already; keep one")]
    public void Start_WithAMemberTwice_IsRefusedInOneLine(string edited, string expected)
    {
        using var folder = new TemporaryFolder();
        GatewayFolder.Fill(folder.Path);
        var path = folder.Combine(edited);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"$schema\":", "\"$schema\": \"a\", \"$schema\":", StringComparison.Ordinal));

        var error = Assert.Throws<InvalidConfigurationException>(() => WebApplication.CreateBuilder([$"--Config={folder.Path}"]).AddGateway());

        Assert.True(StartupFailure.IsExpected(error));
        Assert.Equal([expected], StartupFailure.Lines(error));
    }
}

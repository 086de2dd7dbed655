using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Strangler.Gateway.Logs;

namespace Strangler.Gateway.Tests.Logs;

/// <summary>What the log quotes does not steer a terminal.</summary>
public sealed class PlainConsoleTests
{
    [Theory]
    [InlineData("simple")]
    [InlineData("systemd")]
    [InlineData("json")]
    public async Task Written_HasNoControlCharacterOfATextOrAnException(string name)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddConsole().AddPlainConsole());
        await using var provider = services.BuildServiceProvider();
        var format = Assert.Single(provider.GetServices<ConsoleFormatter>(), format => format.Name == name);
        await using var writer = new StringWriter();

        format.Write(
            new LogEntry<string>(LogLevel.Error, "Category", default, "features.json: \u001b[2Jx\u009b\u202e", new InvalidDataException("a\u001b]0;title\u0007b"), (state, _) => state), null, writer);

        Assert.DoesNotContain(writer.ToString(), c => c is '\u001b' or '\u009b' or '\u202e' or '\u0007');
        Assert.Contains("features.json: ", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("InvalidDataException", writer.ToString(), StringComparison.Ordinal);
    }
}

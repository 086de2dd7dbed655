using Microsoft.AspNetCore.Builder;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Hosting;

namespace Strangler.Gateway.Tests.Configuration;

/// <summary><c>--print-config</c>: each setting, its value and where that comes from, and no secret.</summary>
public sealed class PrintedSettingsTests
{
    [Theory]
    [InlineData("Gateway:ConnectionLimit", "12", "default")]
    [InlineData("Gateway:PageConnectionLimit", "7", "an argument", "--Gateway:PageConnectionLimit=7")]
    [InlineData("Gateway:ManagementHosts:1", "b.example", "an argument", "--Gateway:ManagementHosts:0=a.example", "--Gateway:ManagementHosts:1=b.example")]
    [InlineData("Gate:Routes:status:MinParity", "0.9", "an argument", "--Gate:Routes:status:MinParity=0.9")]
    [InlineData("Gateway:LegacyOrigin", "-", "default")]
    [InlineData("Gateway:ServedByHeader", "true", "an argument", "--Gateway:ServedByHeader", "true")]
    [InlineData("ReverseProxy:Clusters:legacy:HttpRequest:Version", "1.1", "yarp.json")]
    public async Task Line_OfASetting_SaysValueAndSource(string name, string value, string source, params string[] arguments) =>
        Assert.Contains((name, value, source), await LinesAsync(arguments));

    [Theory]
    [InlineData("--Gateway:ManagementToken=a-token-of-the-management")]
    [InlineData("--Gateway:TesterSecret=a-token-of-the-management")]
    [InlineData("--Gateway:Alerts:Webhook=https://hooks.example/a-token-of-the-management")]
    [InlineData("--ReverseProxy:Clusters:legacy:Destinations:flask:Address=http://ana:a-token-of-the-management@127.0.0.1:1/")]
    public async Task Secret_IsNotShown(string argument)
    {
        var lines = await LinesAsync(argument);

        Assert.DoesNotContain(lines, line => line.Value.Contains("a-token", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Value.Contains("(not shown)", StringComparison.Ordinal) && line.Source == "an argument");
    }

    [Fact]
    public void Switch_IsNoSetting()
    {
        Assert.Equal(["--Gateway:Public=http://127.0.0.1:1"], CommandLine.Expand(["--print-config", "--Gateway:Public=http://127.0.0.1:1"]));
        Assert.True(CommandLine.Prints(["--Config=x", "--print-config"]));
    }

    private static async Task<List<(string Name, string Value, string Source)>> LinesAsync(params string[] arguments)
    {
        await using var app = WebApplication.CreateBuilder(CommandLine.Expand([$"--Config={AppContext.BaseDirectory}", .. arguments])).AddGateway().Build();
        app.UseGateway(static _ => { });
        using var printed = new StringWriter();

        Assert.Equal(0, PrintedSettings.Write(app, printed));

        return [.. printed.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(columns => (columns[0], columns[1], columns[2]))];
    }
}

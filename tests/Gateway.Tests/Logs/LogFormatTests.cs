using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Hosting;

namespace Strangler.Gateway.Tests.Logs;

/// <summary>Which form the log has, by setting.</summary>
public sealed class LogFormatTests
{
    [Fact]
    public async Task Text_ByDefault_IsALineAnEntry_WithTheTimeInUtcFirst() =>
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z warn: Category\[7\] one two\r?\n$", await WrittenAsync());

    [Fact]
    public async Task Json_ByTheSetting_IsAnObjectALine() =>
        Assert.Matches(@"^\{""time"":""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"",""level"":""warn"",""category"":""Category"",.*\}\r?\n$", await WrittenAsync("--Gateway:Log:Format=json"));

    [Fact]
    public async Task Text_WithAnotherFormOfTheOperators_HasThat() =>
        Assert.DoesNotMatch(@"^\d{4}", await WrittenAsync("--Logging:Console:FormatterOptions:TimestampFormat=HH "));

    [Fact]
    public async Task Format_ThatIsNone_IsRefusedWithTheSettingsName()
    {
        await using var app = Build("--Gateway:Log:Format=yaml", "--Gateway:ConnectionLimit=many");

        var errors = Assert.Throws<InvalidConfigurationException>(() => app.UseGateway(static _ => { })).Errors;

        Assert.Contains(errors, error => error.Contains("Gateway:Log:Format = \"yaml\"", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("Gateway:ConnectionLimit", StringComparison.Ordinal));
    }

    private static WebApplication Build(params string[] arguments) => WebApplication.CreateBuilder([$"--Config={AppContext.BaseDirectory}", .. arguments]).AddGateway().Build();

    private static async Task<string> WrittenAsync(params string[] arguments)
    {
        await using var app = Build(arguments);
        var name = app.Services.GetRequiredService<IOptionsMonitor<ConsoleLoggerOptions>>().CurrentValue.FormatterName ?? ConsoleFormatterNames.Simple;
        var format = Assert.Single(app.Services.GetServices<ConsoleFormatter>(), format => format.Name == name);
        var writer = new StringWriter();
        format.Write(new LogEntry<string>(LogLevel.Warning, "Category", new EventId(7), "one\ntwo", null, static (text, _) => text), null, writer);
        return writer.ToString();
    }
}

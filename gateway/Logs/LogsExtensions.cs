using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Strangler.Settings;

namespace Strangler.Gateway.Logs;

internal static class LogsExtensions
{
    /// <summary>Adds the forms of the log: a person's, with the time in UTC and a line an entry, and a program's.</summary>
    public static void AddLogs(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Gateway:Log");
        builder.Services.AddSettings<LogOptions>(section);
        builder.Logging.AddPlainConsole();
        builder.Services.AddSingleton<ConsoleFormatter, JsonConsole>();

        // First, so that what section Logging says of either is asked after it.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<SimpleConsoleFormatterOptions>>(new ConfigureOptions<SimpleConsoleFormatterOptions>(InText)));
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<LoggerFilterOptions>>(new ConfigureOptions<LoggerFilterOptions>(QuietFrameworks)));

        // The log is there before the settings are checked, so that it takes what can be read of them.
        builder.Services.PostConfigure<ConsoleLoggerOptions>(console =>
        {
            if (section.Readable<LogOptions>().Format == LogFormat.Json)
                console.FormatterName = JsonConsole.FormatName;
        });
    }

    /// <summary>Writes an entry for each public request, where that is asked for. Stands first of all.</summary>
    public static void UseAccessLog(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<LogOptions>>().Value.Access)
            app.UseMiddleware<AccessLog>();
    }

    private static void InText(SimpleConsoleFormatterOptions console)
    {
        console.SingleLine = true;
        console.UseUtcTimestamp = true;
        console.TimestampFormat = "yyyy-MM-dd'T'HH':'mm':'ss.fff'Z '";
    }

    private static void QuietFrameworks(LoggerFilterOptions filters) => filters
        .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
        .AddFilter("Yarp.ReverseProxy", LogLevel.Warning);
}

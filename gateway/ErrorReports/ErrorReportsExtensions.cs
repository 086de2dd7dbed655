using Strangler.Gateway.Cutover;
using Strangler.Settings;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.Gateway.ErrorReports;

internal static class ErrorReportsExtensions
{
    /// <summary>Adds reports of errors, where a setting says who takes them; else nothing of it is there.</summary>
    public static void AddErrorReports(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection("Gateway:Sentry");
        builder.Services.AddSettings<ErrorReportOptions>(section);
        if (section.Readable<ErrorReportOptions>() is not { IsOn: true, Dsn: { } dsn })
            return;

        builder.Services.AddHttpContextAccessor()
            .AddSingleton(provider => new SentryLogs(dsn, new SentryTrouble(provider.GetRequiredService<ILogger<SentryTrouble>>, provider.GetRequiredService<TimeProvider>())))
            .AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<SentryLogs>());
    }

    /// <summary>Lets reports say of which request they are. Stands first of all.</summary>
    public static void UseErrorReports(this WebApplication app)
    {
        if (app.Services.GetService<SentryLogs>() is not { } logs)
            return;

        app.UseMiddleware<ReportedRequest>();
        app.Lifetime.ApplicationStarted.Register(() => logs.Begin(new(
            app.Services.GetRequiredService<IHttpContextAccessor>(),
            app.Services.GetRequiredService<CutoverState>(),
            app.Services.GetRequiredService<RulesInForce>(),
            app.Services.GetRequiredService<IModernBuild>())));
    }
}

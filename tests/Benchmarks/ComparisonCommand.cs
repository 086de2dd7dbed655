using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Strangler.ShadowDiff;
using Strangler.ShadowDiff.Capture;
using Strangler.ShadowDiff.Reports;

namespace Strangler.Benchmarks;

/// <summary>
/// Counts the comparisons that one instance carries into SQLite per second: whole exchanges over HTTP, mirrored in process, compared
/// by the shipped rules, counted and written; the last half second's as well. One of ten diverges, one of ten differs at a volatile place.
/// </summary>
internal static class ComparisonCommand
{
    private static readonly string[] Answers = [Health(4.0, "healthy"), Health(4.0, "healthy"), Health(7.5, "healthy"), .. Enumerable.Repeat(Health(4.0, "healthy"), 6), Health(4.0, "degraded")];

    public static async Task<int> RunAsync(string[] args)
    {
        if (!Argument.TryRead(args, "--seconds", 10, 1, 600, out var seconds) || !Argument.TryRead(args, "--connections", 8, 1, 256, out var connections))
            return 2;

        var folder = Directory.CreateTempSubdirectory("strangler-bench-").FullName;
        try
        {
            await using var app = await StartAsync(folder);
            var address = new Uri(app.Urls.Single());
            await Sample.TakeAsync(address, "/health", new Load(connections, 0, TimeSpan.FromSeconds(2))); // warms up
            var (before, started) = (Compared(app), Stopwatch.GetTimestamp());
            var sample = await Sample.TakeAsync(address, "/health", new Load(connections, 0, TimeSpan.FromSeconds(seconds)));
            await app.StopAsync(); // writes what is left
            Print(app, sample, Compared(app) - before, Stopwatch.GetElapsedTime(started), Directory.GetFiles(folder, "gateway.db*").Sum(file => new FileInfo(file).Length));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<WebApplication> StartAsync(string folder)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Configuration.AddInMemoryCollection([
            new("ShadowDiff:Database", Path.Combine(folder, "gateway.db")),
            new("ShadowDiff:MaxPerSecond", "100000"),
        ]);
        builder.Services.AddShadowDiff(builder.Configuration.GetSection("ShadowDiff"));
        var app = builder.Build();
        var count = 0;
        var plan = new ShadowPlan("health", Side.Legacy, SideEffect.Safe, context => AnswerAsync(context, Answers[Interlocked.Increment(ref count) % Answers.Length]), LegacyAddress: null, Compare: true);
        app.Use((context, next) =>
        {
            context.Features.Set(plan);
            return next(context);
        });
        app.UseShadowDiff();
        app.Run(context => AnswerAsync(context, Answers[0]));
        await app.StartAsync();
        return app;
    }

    private static Task AnswerAsync(HttpContext context, string body)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.WriteAsync(body, Encoding.ASCII);
    }

    private static long Compared(WebApplication app) =>
        app.Services.GetRequiredService<ParityBoard>().Current().TryGetValue("health", out var parity) ? parity.Compared : 0;

    private static void Print(WebApplication app, Sample sample, long compared, TimeSpan elapsed, long bytes)
    {
        var parity = app.Services.GetRequiredService<ParityBoard>().Current()["health"];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{compared / elapsed.TotalSeconds:F0} comparisons/s into SQLite ({compared} in {elapsed.TotalSeconds:F1} s; clients {sample.PerSecond:F0} requests/s)"));
        Console.WriteLine($"matched {parity.Matched}, diverged {parity.Diverged}, coverage {parity.Coverage:P0}, database {bytes / 1024} KiB");
    }

    // A health answer as legacy words it (contract 5).
    private static string Health(double load, string status) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"api_server":"running","backup_server":"running","backup_server_status":"running","status":"{{status}}","system_metrics":{"active_backup_jobs":0,"active_websocket_connections":1,"cpu_usage_percent":{{load:F1}},"memory_usage_percent":31.5},"timestamp":"2026-11-22T21:15:48.935981","uptime_info":{"api_server_uptime":"Available","monitoring_available":true} }""") + "\n";
}

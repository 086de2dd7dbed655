using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.Services.Tests.Backups.Receipts;
using Strangler.Testing.Recordings;

namespace Strangler.Services.Tests.Routes.MonitorStatus;

/// <summary><c>GET /api/monitor_status</c> while jobs wait for files (contract 5, Q24).</summary>
public sealed class MonitorStatusTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Status_JobsOpen_ListsThemInOrder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "One of the files that were recorded has a name that Windows forbids.");
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1795382155500));
        await using var host = await ReceiptHost.StartAsync(services => services.AddSingleton<TimeProvider>(time));
        _ = host.Monitor.ExpectAsync(ReceiptHost.Expected("hello", "z.txt"), Token);
        _ = host.Monitor.ExpectAsync(ReceiptHost.Expected("hi", "a.txt"), Token);
        ReceivedFixture.PutInto(host.ReceivedFiles);
        time.Advance(TimeSpan.FromSeconds(2.25));

        var answer = (await host.GetAsync("/api/monitor_status")).Text;

        Assert.Equal(
            """{"active_jobs":2,"directory_exists":true,"directory_size":13,"jobs_info":[""" + Job("z.txt", 5) + "," + Job("a.txt", 2)
            + """],"max_workers":10,"monitoring_active":true,"observer_running":true,"total_files_in_directory":11,"watchdog_available":true,"watched_directory":"""
            + $"\"{host.ReceivedFiles}\"}}\n",
            answer);
    }

    [Fact]
    public async Task Status_JobEnded_IsNotListedAnyMore()
    {
        await using var host = await ReceiptHost.StartAsync();
        var file = ReceiptHost.Expected("hello");
        host.Store(file.StoredName, "hello");
        await host.Monitor.ExpectAsync(file, Token).WaitAsync(Token);

        using var answer = JsonDocument.Parse((await host.GetAsync("/api/monitor_status")).Text);

        Assert.Equal((0, 0), (answer.RootElement.GetProperty("active_jobs").GetInt32(), answer.RootElement.GetProperty("jobs_info").GetArrayLength()));
    }

    [Fact]
    public async Task Status_FolderGone_SaysSo()
    {
        await using var host = await ReceiptHost.StartAsync();
        Directory.Delete(host.ReceivedFiles);

        Assert.StartsWith(
            """{"active_jobs":0,"directory_exists":false,"directory_size":0,"jobs_info":[],"max_workers":10,"monitoring_active":true,""",
            (await host.GetAsync("/api/monitor_status")).Text, StringComparison.Ordinal);
    }

    private static string Job(string name, int size) =>
        $$"""{"expected_size":{{size}},"filename":"{{name}}","job_id":"job_1795382155911488","runtime":2.25,"start_time":1795382155.5,"status":"registered"}""";
}

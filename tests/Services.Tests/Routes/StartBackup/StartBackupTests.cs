using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Flask;
using Strangler.Services.Tests.Backups.Jobs;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Routes.StartBackup;

/// <summary>Starts that are refused (contract 5): what the client is told, and that nothing stays of them (Q6).</summary>
public sealed class StartBackupTests
{
    private const string Control = "user name and host must not contain control characters";
    private static readonly string File = JobsHost.Part("file", "exit 0", "x.txt");

    public static TheoryData<string, int, string> Refusals => new()
    {
        { JobsHost.Part("other", "exit 0", "x.txt"), 400, "No file uploaded" },
        { JobsHost.Part("file", "exit 0"), 400, "No file uploaded" },
        { JobsHost.Part("file", "exit 0", ""), 400, "No file selected" },
        { JobsHost.Part("file", "exit 0", "a/b.txt"), 400, "Backup start error: the file name must not contain '/'" },
        { JobsHost.Part("file", "exit 0", "../evil.txt"), 400, "Backup start error: the file name must not contain '/'" },
        { JobsHost.Part("file", "exit 0", "a\tb.txt"), 400, "Backup start error: the file name must not contain control characters" },
        { JobsHost.Part("file", "exit 0", new string('n', 300)), 400, "Backup start error: File name too long" },
        { File + "--b\r\n" + JobsHost.Part("port", "abc"), 400, "Backup start error: the port must be an integer" },
        { File + "--b\r\n" + JobsHost.Part("port", "12.5"), 400, "Backup start error: the port must be an integer" },
        { File + "--b\r\n" + JobsHost.Part("username", "a\n/etc/passwd"), 400, "Backup start error: " + Control },
        { File + "--b\r\n" + JobsHost.Part("host", "127.0.0.1\r\nx"), 400, "Backup start error: " + Control },
        { File + "--b\r\n" + JobsHost.Part("host", "10.1.2.3"), 403, "Backup start error: this backup server is not on the list of allowed ones" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Form_ThatCannotBe_IsRefusedInWordsAndLeavesNothing(string parts, int status, string error)
    {
        await using var host = await JobsHost.StartAsync(new Dictionary<string, string> { ["Services:AllowedBackupServers:0"] = "127.0.0.0/8" });

        var answer = await host.PostFormAsync(parts);

        Assert.Equal(status, answer.Status);
        Assert.Equal($"{{\"error\":\"{error}\",\"success\":false}}\n", answer.Text);
        Assert.Empty(host.Running);
        Assert.Empty((await host.GetAsync("/api/cancelable_jobs")).GetProperty("jobs").EnumerateArray());
        var general = await host.GetAsync("/api/status");
        Assert.Equal(error.StartsWith("Backup start error", StringComparison.Ordinal) ? error : "Ready for backup", general.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("..")]
    [InlineData("con.txt")]
    [InlineData("a%20b%22.txt")]
    [InlineData("naïve ✓.txt")]
    public async Task Name_ThatTheUploadsPrefixMakesHarmless_IsTaken(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && name == "..", "Windows takes dots off the end of a name; such an upload is refused there.");
        await using var host = await JobsHost.StartAsync();
        var answer = JobsHost.Json(await host.PostFormAsync(JobsHost.Part("file", "exit 0", name)));

        Assert.Equal(name, answer.GetProperty("filename").GetString());
        Assert.Equal("COMPLETED", (await host.EndAsync(answer.GetProperty("job_id").GetString()!)).GetProperty("phase").GetString());
    }

    [Fact]
    public async Task Client_VanishesInTheMiddle_NothingStays()
    {
        await using var host = await JobsHost.StartAsync();
        var form = JobsHost.Form(File).ToBytes();
        await using (var upload = await RawConnection.OpenAsync(host.Modules.Address, TestContext.Current.CancellationToken))
        {
            await upload.SendAsync(form.AsMemory(..^20), TestContext.Current.CancellationToken);
            await Eventually.GetAsync(() => host.Running, folders => folders.Count > 0, TestContext.Current.CancellationToken);
            upload.Reset();
        }

        await Eventually.GetAsync(
            async () => (Running: host.Running.Count, Listed: (await host.GetAsync("/api/cancelable_jobs")).GetProperty("jobs").GetArrayLength()),
            left => left == (0, 0),
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task User_ServerAndPort_ComeFromTheFormOrTheLastConnect()
    {
        await using var host = await JobsHost.StartAsync();
        var answer = JobsHost.Json(await host.PostFormAsync(File));
        Assert.Equal("default_user", answer.GetProperty("username").GetString());

        await host.PostAsync("/api/connect", """{"host":"127.0.0.1","port":1,"username":"again"}""");
        answer = JobsHost.Json(await host.PostFormAsync(File, JobsHost.Part("username", "")));
        Assert.Equal("again", answer.GetProperty("username").GetString());
    }

    /// <summary>A copy that the shadow sends: the answer is the same, and nothing has happened.</summary>
    [Fact]
    public async Task Copy_ThatIsOnlyValidated_IsAnsweredWithoutEffect()
    {
        await using var host = await JobsHost.StartAsync(configure: services => services.AddSingleton<IStartupFilter, OnlyValidated>());

        var taken = JobsHost.Json(await host.PostFormAsync(File));
        var refused = await host.PostFormAsync(File, JobsHost.Part("port", "abc"));

        Assert.Equal("Backup started for x.txt", taken.GetProperty("message").GetString());
        Assert.Equal(400, refused.Status);
        Assert.Equal("Ready for backup", (await host.GetAsync("/api/status")).GetProperty("message").GetString());
        Assert.Empty((await host.GetAsync("/api/perf")).GetProperty("jobs").EnumerateObject());
        Assert.Empty(host.Running);
    }

    private sealed class OnlyValidated : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app => next(app.Use((context, rest) =>
        {
            context.Features.Set(ValidateOnly.Instance);
            return rest(context);
        }));
    }
}

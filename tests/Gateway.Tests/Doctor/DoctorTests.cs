using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Strangler.Contract.Management;
using Strangler.Gateway.Doctor;
using Strangler.Gateway.Hosting;
using Strangler.Gateway.Modules;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests.Doctor;

public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ReservedPort _public = new();
    private readonly ReservedPort _management = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _public.Dispose();
        _management.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task RunningGateway_SaysWhatIsWellAndWhatIsNot()
    {
        await using var legacy = await LegacyStub.StartAsync();
        await using var gateway = new GatewayApp(legacy.Address).Start();

        var seen = await AskAsync(gateway);

        Assert.All(["configuration", "gateway", "ports", "legacy", "clock", "legacy-limit", "folders", "disk", "database"], check => Assert.Contains(seen, finding => finding.Check == check));
        Assert.All(seen.Where(finding => finding.Check is "configuration" or "ports" or "legacy" or "legacy-limit" or "folders" or "database" or "clock"), finding => Assert.Equal(Finding.Ok, finding.Level));
        // There is no client where this test looks.
        var client = Assert.Single(seen, finding => finding.Check == "backup-client");
        Assert.Equal((Finding.Fault, "Until then start_backup can go no further than shadow."), (client.Level, client.ToDo));

        await File.WriteAllTextAsync(gateway.FeaturesPath, "{", Token);
        await Eventually.IsTrueAsync(async () => (await AskAsync(gateway)).Any(finding => finding is { Check: "configuration", Level: Finding.Fault }), Token, "the fault");
    }

    /// <summary>Contract 3.6; the reference Flask is asked the same by the end-to-end tests.</summary>
    [Fact]
    public async Task LegacyThatCountsAddresses_IsAFault_AndNoClientOfOursIsRefusedForTheQuestion()
    {
        var held = new System.Collections.Concurrent.ConcurrentDictionary<IPAddress, int>();
        await using var legacy = await LegacyStub.StartAsync(async context =>
        {
            var from = context.Connection.RemoteIpAddress!;
            if (held.AddOrUpdate(from, 1, (_, count) => count + 1) > 12)
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            else
                await Ignored(context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
            held.AddOrUpdate(from, 0, (_, count) => count - 1);
        });
        await using var gateway = new GatewayApp(legacy.Address).Start();

        var limit = Assert.Single(await AskAsync(gateway), finding => finding.Check == "legacy-limit");

        Assert.Equal(Finding.Fault, limit.Level);
        Assert.Contains("--connection-limit off", limit.ToDo, StringComparison.Ordinal);
        await Eventually.IsTrueAsync(() => held.Values.All(count => count == 0), Token, "the end of the questions");
        Assert.Contains(IPAddress.Parse("127.0.0.2"), held.Keys);
    }

    [Fact]
    public async Task LegacysClock_IsLookedAt()
    {
        await using var legacy = await LegacyStub.StartAsync(context =>
        {
            context.Response.Headers.Date = TimeProvider.System.GetUtcNow().AddHours(-1).ToString("r");
            return Task.CompletedTask;
        });
        await using var gateway = new GatewayApp(legacy.Address).Start();

        var clock = Assert.Single(await AskAsync(gateway), finding => finding.Check == "clock");
        Assert.Equal(Finding.Warning, clock.Level);
        Assert.Matches(@"by 3[56]\d\d s", clock.Seen);
    }

    [Fact]
    public async Task StoppedGateway_IsLookedAtByItsProgram()
    {
        using var nobody = new ReservedPort();
        GatewayFolder.Fill(_folder.Path);
        _public.Open();
        using (var newer = new SqliteConnection($"Data Source={_folder.Combine("gateway.db")};Pooling=False"))
        {
            newer.Open();
            using var command = newer.CreateCommand();
            command.CommandText = "PRAGMA user_version = 9999; CREATE TABLE t (c)";
            command.ExecuteNonQuery();
        }

        var seen = await LookAsync($"--ReverseProxy:Clusters:legacy:Destinations:flask:Address=http://127.0.0.1:{nobody.Port}");

        Assert.StartsWith($"public: http://127.0.0.1:{_public.Port} is taken by another program.", Fault(seen, "ports").Seen, StringComparison.Ordinal);
        Assert.Contains(seen, finding => finding.Check == "ports" && finding.Seen == $"management: http://127.0.0.1:{_management.Port} is free.");
        Assert.Contains("does not answer", Fault(seen, "legacy").Seen, StringComparison.Ordinal);
        Assert.Contains("has schema 9999", Fault(seen, "database").Seen, StringComparison.Ordinal);
        Assert.Contains(seen, finding => finding is { Check: "gateway", Seen: "None runs here." });
    }

    [Fact]
    public async Task StoppedGateway_WithWrongSettings_NamesEachAsAFault()
    {
        GatewayFolder.Fill(_folder.Path);
        var seen = await LookAsync("--Gateway:ConnectionLimit=-1", "--Gate:MinParity=2");
        Assert.Equal(2, seen.Count(finding => finding is { Check: "configuration", Level: Finding.Fault }));

        await File.WriteAllTextAsync(_folder.Combine("features.json"), "{", Token);
        Assert.Equal(Finding.Fault, Assert.Single(await LookAsync()).Level);
    }

    private static Finding Fault(IReadOnlyList<Finding> seen, string check) => Assert.Single(seen, finding => finding.Check == check && finding.Level == Finding.Fault);

    private static async Task<IReadOnlyList<Finding>> AskAsync(GatewayApp gateway) =>
        JsonSerializer.Deserialize(await gateway.Management.GetStringAsync("/api/doctor", Token), ManagementJson.Default.DoctorResponse)!.Findings;

    private async Task<IReadOnlyList<Finding>> LookAsync(params string[] settings)
    {
        using var output = new StringWriter();
        string[] all =
        [
            $"--Config={_folder.Path}", $"--ShadowDiff:Database={_folder.Combine("gateway.db")}", $"--Services:LegacyRoot={_folder.Path}", $"--Gateway:StateFolder={_folder.Combine("state")}",
            $"--Gateway:Public=http://127.0.0.1:{_public.Port}", $"--Gateway:Management=http://127.0.0.1:{_management.Port}", .. settings,
        ];
        await DoctorExtensions.WriteAsync(
            () =>
            {
                var app = WebApplication.CreateBuilder(all).AddGateway().Build();
                app.UseGateway(ModulesExtensions.MapModules);
                return app;
            },
            StartupFailure.Lines, output);
        return JsonSerializer.Deserialize(output.ToString(), ManagementJson.Default.DoctorResponse)!.Findings;
    }

    private static async Task Ignored(Task body)
    {
        try
        {
            await body;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The client has gone, as it does.
        }
    }
}

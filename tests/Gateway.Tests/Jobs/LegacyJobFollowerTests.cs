using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Jobs;

public sealed class LegacyJobFollowerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task JobThatEndsAtLegacy_ChangesTheStatusThatModernAnswers_WhateverLegacySaysInBetween()
    {
        await using var legacy = await StartLegacyAsync();
        await using var gateway = new GatewayApp(legacy.Address).With("live", "status").Start();
        using var client = gateway.Public;
        Assert.Contains("\"message\":\"Ready for backup\"", await client.GetStringAsync("/api/status", Token), StringComparison.Ordinal);

        (await client.PostAsync("/api/start_backup", null, Token)).EnsureSuccessStatusCode();

        await Eventually.GetAsync(
            () => client.GetStringAsync("/api/status", Token),
            status => status.Contains("\"last_updated\":\"2026-11-23T15:06:37.269767\",\"message\":\"Ready for new backup.\"", StringComparison.Ordinal),
            Token);
    }

    [Fact]
    public async Task JobThatEndsAtLegacy_WithTheLiveChannelAloneAtModern_ChangesTheStatusThatPagesAreTold()
    {
        await using var legacy = await StartLegacyAsync();
        await using var gateway = new GatewayApp(legacy.Address).With("live", "realtime").Start();
        using var client = gateway.Public;
        using var page = new ClientWebSocket();
        await page.ConnectAsync(new UriBuilder(client.BaseAddress!) { Scheme = "ws", Path = "/ws" }.Uri, Token);
        Assert.Equal("Ready for backup", await MessageAsync(page));

        (await client.PostAsync("/api/start_backup", null, Token)).EnsureSuccessStatusCode();

        await Eventually.IsTrueAsync(
            async () =>
            {
                await page.SendAsync("""{"type":"requestStatus"}"""u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Token);
                return await MessageAsync(page) == "Ready for new backup.";
            },
            Token);
    }

    [Fact]
    public async Task LegacyStartedAnew_ModernTellsItsFirstStatusToo()
    {
        var starts = 1;
        await using var legacy = await LegacyStub.StartAsync(context => context.Response.WriteAsync(
            context.Request.Path.Value switch
            {
                "/api/observability/health" => $$"""{"uptime_seconds":{{(Volatile.Read(ref starts) == 1 ? 5000 : 1)}}.5}""",
                "/api/status" => """{"phase":"READY","message":"Ready for backup","last_updated":"2026-11-23T15:06:37.269767","connected":true}""",
                _ => "{}",
            },
            Token));
        await using var gateway = new GatewayApp(legacy.Address).With("shadow", "connect").With("live", "status").Start();
        using var client = gateway.Public;
        using var disconnect = await client.PostAsync("/api/disconnect", null, Token);
        await Eventually.GetAsync(() => client.GetStringAsync("/api/status", Token), status => status.Contains("Disconnected from backup server", StringComparison.Ordinal), Token);
        await Eventually.IsTrueAsync(() => Task.FromResult(legacy.Paths.Contains("/api/observability/health")), Token);

        Volatile.Write(ref starts, 2);

        await Eventually.GetAsync(
            () => client.GetStringAsync("/api/status", Token),
            status => status.Contains("\"last_updated\":\"2026-11-23T15:06:37.269767\",\"message\":\"Ready for backup\"", StringComparison.Ordinal),
            Token);
    }

    private static async Task<string?> MessageAsync(ClientWebSocket page)
    {
        var buffer = new byte[4096];
        var received = await page.ReceiveAsync(buffer, Token);
        return JsonElement.Parse(buffer.AsSpan(0, received.Count)).GetProperty("message").GetString();
    }

    private static Task<LegacyStub> StartLegacyAsync()
    {
        var looks = 0;
        return LegacyStub.StartAsync(context => context.Response.WriteAsync(
            context.Request.Path.Value switch
            {
                "/api/cancelable_jobs" => Interlocked.Increment(ref looks) switch
                {
                    1 => "no JSON at all",
                    2 => "{}",
                    _ => """{"jobs":[],"success":true}""",
                },
                "/api/status" => """{"phase":"READY","message":"Ready for new backup.","last_updated":"2026-11-23T15:06:37.269767"}""",
                _ => "{}",
            },
            Token));
    }
}

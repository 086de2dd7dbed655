using Microsoft.AspNetCore.Http;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Jobs;

public sealed class LegacyJobFollowerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task JobThatEndsAtLegacy_ChangesTheStatusThatModernAnswers_WhateverLegacySaysInBetween()
    {
        var looks = 0;
        await using var legacy = await LegacyStub.StartAsync(context => context.Response.WriteAsync(
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
        await using var gateway = new GatewayApp(legacy.Address).With("live", "status").Start();
        using var client = gateway.Public;
        Assert.Contains("\"message\":\"Ready for backup\"", await client.GetStringAsync("/api/status", Token), StringComparison.Ordinal);

        (await client.PostAsync("/api/start_backup", null, Token)).EnsureSuccessStatusCode();

        await Eventually.GetAsync(
            () => client.GetStringAsync("/api/status", Token),
            status => status.Contains("\"last_updated\":\"2026-11-23T15:06:37.269767\",\"message\":\"Ready for new backup.\"", StringComparison.Ordinal),
            Token);
    }
}

using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Strangler.ShadowDiff.Noise;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Noise;

/// <summary>Ten minutes of four pages that ask for health every seven seconds, by the clock of the test, without a rule.</summary>
public sealed class TenMinutesTests
{
    private const int Exchanges = 340;

    private static readonly TimeSpan Rhythm = TimeSpan.FromSeconds(600.0 / Exchanges);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Nothing that is volatile stands at their end: loads that a module has sampled up to a second before, and legacy when it was asked; times of the
    /// answer, and of events that both sides hear of; and names of such times. What is beyond them stands at once.
    /// </summary>
    [Fact]
    public async Task Shadow_WithoutARule_HasNothingVolatileStanding()
    {
        var time = new FakeTimeProvider(new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        time.SetLocalTimeZone(TimeZoneInfo.Local);
        var @event = time.GetUtcNow();
        string? fault = null;
        await using var legacy = new RawServer(async (socket, _, token) =>
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{Body(time, TimeSpan.Zero, @event)}"), token);
            socket.Shutdown(SocketShutdown.Both);
        });
        await using var host = await ShadowHost.StartAsync(
            context => Answers.Json(Body(time, TimeSpan.Zero, @event))(context),
            _ => Plans.Both(legacy.Address, context => Answers.Json(fault ?? Body(time, TimeSpan.FromMilliseconds(900), @event.AddMilliseconds(3)))(context)),
            time: time,
            settings: [("NoiseSampleRate", "0.1"), ("Timeout", "00:01:00")]);
        var learned = host.Services.GetRequiredService<LearnedNoise>();
        for (var i = 0; i < Exchanges; i++)
        {
            if (i % 17 == 0)
                @event = time.GetUtcNow();

            var (samples, isWanted) = (Samples(learned), !learned.IsWellKnown("status"));
            await host.Client.GetStringAsync("/x", Token);
            await host.SettledAsync(i + 1);
            time.Advance(Rhythm);
            if (isWanted)
                await Eventually.IsTrueAsync(() => Samples(learned) > samples, Token);
        }

        Assert.Empty(await StandingAsync(host));

        fault = Body(time, TimeSpan.Zero, @event).Replace("\"cpu\":", "\"cpu\":25", StringComparison.Ordinal);
        await host.Client.GetStringAsync("/x", Token);
        await host.SettledAsync(Exchanges + 1);
        Assert.Equal(["body /cpu"], await StandingAsync(host));
    }

    private static double Samples(LearnedNoise learned) => learned.Snapshot().Sum(route => route.Samples);

    private static async Task<IEnumerable<string>> StandingAsync(ShadowHost host) =>
        (await host.ReportAsync()).Routes.SelectMany(route => route.Divergences).Where(divergence => divergence.Stands).Select(divergence => divergence.Path);

    /// <summary>Processor load jumps ten times a second, memory drifts, and rises for good after a while.</summary>
    private static string Body(TimeProvider time, TimeSpan before, DateTimeOffset @event)
    {
        var now = time.GetUtcNow() - before;
        var tenths = now.ToUnixTimeMilliseconds() / 100;
        var minutes = (now - new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero)).TotalMinutes;
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"at":"{{now:yyyy-MM-ddTHH:mm:ss.fff}}001","cpu":{{10 + (tenths * 7919 % 600 / 10.0):F1}},"job":"job_{{@event.ToUnixTimeMilliseconds()}}001","last":"{{@event:yyyy-MM-ddTHH:mm:ss.fff}}001","memory":{{20 + (2 * Math.Sin(minutes * 9)) + (minutes > 7 ? 30 : 0):F1}}}""");
    }
}

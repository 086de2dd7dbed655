using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging.Abstractions;
using Strangler.Contract;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Jobs;
using Strangler.Gateway.Realtime.Relay;
using Strangler.Services.BackupServer;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Realtime;

/// <summary>How the gateway learns how legacy's jobs ended: as a page asks, which changes nothing at legacy.</summary>
public sealed class LegacyJobOutcomesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A job that failed while the backup server is gone says nothing of legacy.</summary>
    [Theory]
    [InlineData(true, 3, 1)]
    [InlineData(false, 2, 0)]
    public async Task JobsThatHaveEnded_AreAskedFor_AndCounted_AsFarAsTheyHaveAResult(bool isServerThere, int counted, int failed)
    {
        await using var legacy = await LegacyAsync(new()
        {
            ["one"] = "COMPLETED",
            ["two"] = "FAILED",
            ["three"] = "COMPLETED_VERIFIED",
            ["four"] = "CANCELLED",
        });
        var (jobs, ends) = (new LegacyJobs(TimeProvider.System), new LegacyJobEnds());
        var state = new CutoverState();
        state.Swap(new(new Dictionary<string, Stage>().ToFrozenDictionary(), legacyOnly: false, new Uri(legacy.Urls.Single())), "the start");
        using var outcomes = new LegacyJobOutcomes(jobs, ends, new Presence(isServerThere), state, TimeProvider.System, NullLogger<LegacyJobOutcomes>.Instance);
        foreach (var job in new[] { "one", "two", "three", "four", "unknown", "running" })
            jobs.Learn(job);

        jobs.Saw(["running"], jobs.Starts);
        await outcomes.StartAsync(Token);
        await Eventually.IsTrueAsync(() => ends.Counts == (counted, failed), Token);
        Assert.False(jobs.Ended.TryPeek(out _));
        await outcomes.StopAsync(Token);
    }

    [Fact]
    public void OnlyTheLastOnes_Count()
    {
        var ends = new LegacyJobEnds();
        for (var job = 0; job < 100; job++)
            ends.Add(hasFailed: job < 60);

        Assert.Equal((50, 10), ends.Counts);
    }

    private sealed class Presence(bool isThere) : IBackupServerPresence
    {
        public Task<bool> IsThereAsync() => Task.FromResult(isThere);
    }

    /// <summary>Socket.IO as far as it is asked: each question is answered by the job's record, and acknowledged.</summary>
    private static Task<WebApplication> LegacyAsync(Dictionary<string, string> phases) => SocketStub.ListeningAsync(async socket =>
    {
        await SocketStub.SayAsync(socket, "0{}");
        while (await SocketStub.HeardAsync(socket) is { } packet)
        {
            if (packet == "40")
            {
                await SocketStub.SayAsync(socket, "40{\"sid\":\"x\"}");
                continue;
            }

            using var question = JsonDocument.Parse(packet[packet.IndexOf('[', StringComparison.Ordinal)..]);
            var job = question.RootElement[1].GetProperty("job_id").GetString()!;
            await SocketStub.SayAsync(socket, $$$"""42["status_response",{"status":{"phase":"{{{phases.GetValueOrDefault(job, "READY")}}}"},"job_id":"{{{job}}}"}]""");
            await SocketStub.SayAsync(socket, $"43{packet[2..packet.IndexOf('[', StringComparison.Ordinal)]}[]");
        }
    });
}

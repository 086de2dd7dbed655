using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Contract;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Cutover;
using Strangler.Settings;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Cutover;

/// <summary>
/// A share that hangs while the gateway writes <c>features.json</c>, and comes back: what was given up meanwhile is not carried out any more, and a
/// write of the gateway's own that comes late is no edit.
/// </summary>
public sealed class LateWriteTests : IAsyncDisposable
{
    private readonly GatewayApp _gateway = new GatewayApp(new Uri("http://127.0.0.1:1")).With("live", "test", "pause").Start();
    private readonly ManualResetEventSlim _isBack = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<string?> ReloadErrorAsync() => (string?)(await _gateway.BoardAsync())["reloads"]!["last_error"];

    private string Temporary => $"{_gateway.FeaturesPath}.{Environment.ProcessId}.tmp";

    private GatewayFiles Files => _gateway.Services.GetRequiredService<GatewayFiles>();

    public async ValueTask DisposeAsync()
    {
        _isBack.Set();
        await _gateway.DisposeAsync();
        _isBack.Dispose();
    }

    /// <summary>Whether it hung while the new file was written beside the old one, as a real pipe there does, or when it took its place.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WaysBack_AreNotUndoneByTheFirstOfThem_WhichComesLate(bool isWhileWritten)
    {
        var comesBack = Hang(isWhileWritten);
        await IsNotWrittenAsync("/api/rollback", new() { ["route"] = "test" });
        await IsNotWrittenAsync("/api/legacy-only", new() { ["enabled"] = true });
        await IsNotWrittenAsync("/api/rollback", []);
        comesBack();

        await AllIsAtLegacyAsync();
        Assert.True((bool)(await _gateway.BoardAsync())["legacy_only"]!);
        Assert.True(FeaturesFile.Load(_gateway.FeaturesPath).LegacyOnly);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MoveForwardThatWasRefused_IsNotCarriedOutLate(bool isWhileWritten)
    {
        var comesBack = Hang(isWhileWritten);
        using (var refused = await _gateway.PostAsync("/api/routes/status/stage", GatewayApp.Move("live", force: true)))
            Assert.Contains("Nothing is changed", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await IsNotWrittenAsync("/api/rollback", []);
        comesBack();

        await AllIsAtLegacyAsync();
    }

    /// <summary>Nothing else was to be written.</summary>
    [Fact]
    public async Task MoveForwardThatCameLate_IsTakenBack_AsSoonAsThatCanBeWritten()
    {
        var before = await File.ReadAllTextAsync(_gateway.FeaturesPath, Token);
        var isFull = true;
        Files.Replace = (from, to) =>
        {
            if (!_isBack.IsSet)
                _isBack.Wait(Token);
            else if (Volatile.Read(ref isFull))
                throw new IOException("no space left");
            AtomicFile.Replace(from, to);
        };
        using (var refused = await _gateway.PostAsync("/api/routes/status/stage", GatewayApp.Move("live", force: true)))
            Assert.Contains("Should it come late, it is taken back", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        _isBack.Set();

        await Eventually.IsTrueAsync(
            async () =>
            {
                await RetryAsync();
                return (await ReloadErrorAsync())?.Contains("carried out late", StringComparison.Ordinal) == true;
            },
            Token);
        Assert.Equal((Stage.Legacy, "live"), (StageOf("status"), FeaturesFile.Load(_gateway.FeaturesPath).Stages["status"]));

        Volatile.Write(ref isFull, false);
        await Eventually.IsTrueAsync(
            async () =>
            {
                await RetryAsync();
                return await File.ReadAllTextAsync(_gateway.FeaturesPath, Token) == before;
            },
            Token);
        Assert.Equal(Stage.Legacy, StageOf("status"));
        Assert.Null(await ReloadErrorAsync());
        Assert.DoesNotContain(await _gateway.AuditAsync(), entry => (string?)entry!["route"] == "status");
    }

    /// <summary>The one who edits finds what came late in the file, and has not moved it: whether the gateway has seen it by then or not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EditOfAnotherFlag_CarriesNothingOutThatCameLate(bool isSeenBefore)
    {
        var (landed, mayWrite) = (false, false);
        Files.Replace = (from, to) =>
        {
            if (!_isBack.IsSet)
            {
                _isBack.Wait(Token);
                AtomicFile.Replace(from, to);
                if (!isSeenBefore)
                    Edit(to);
                Volatile.Write(ref landed, true);
            }
            else if (Volatile.Read(ref mayWrite))
            {
                AtomicFile.Replace(from, to);
            }
            else
            {
                throw new IOException("it is immutable");
            }
        };
        using (var refused = await _gateway.PostAsync("/api/routes/status/stage", GatewayApp.Move("live", force: true)))
            Assert.Contains("Should it come late, it is taken back", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await IsNotWrittenAsync("/api/rollback", []);
        var (file, looks) = (Files.Features.File, Files.Features.File.Looks);
        await Eventually.IsTrueAsync(() => file.LastAsRead > looks, Token); // else the edit is not known to be newer
        _isBack.Set();
        await Eventually.IsTrueAsync(() => Volatile.Read(ref landed), Token);
        if (isSeenBefore)
        {
            await Task.Delay(1500, Token); // it has looked
            Edit(_gateway.FeaturesPath);
        }

        Volatile.Write(ref mayWrite, true);
        await Eventually.IsTrueAsync(
            async () =>
            {
                await RetryAsync();
                return StageOf("health") == Stage.Shadow && FeaturesFile.Load(_gateway.FeaturesPath).Stages["status"] == "legacy";
            },
            Token);

        Assert.Equal((Stage.Legacy, Stage.Legacy, Stage.Legacy), (StageOf("status"), StageOf("test"), StageOf("pause")));

        static void Edit(string path) => File.WriteAllText(path, FeaturesFile.Load(path).SetStage("health", "shadow").ToString());
    }

    /// <summary>The gateway is started anew meanwhile: it comes before that, or after.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MoveForwardThatWasGivenUp_IsNotCarriedOutByTheNextStart(bool isBefore)
    {
        using var folder = new TemporaryFolder();
        var settings = ("Config", folder.Path);
        byte[] before, late = [];
        await using (var first = new GatewayApp(new Uri("http://127.0.0.1:1"), settings).With("live", "test").Start())
        {
            before = await File.ReadAllBytesAsync(first.FeaturesPath, Token);
            first.Services.GetRequiredService<GatewayFiles>().Replace = (from, _) =>
            {
                late = File.ReadAllBytes(from);
                _isBack.Wait(Token);
                throw new IOException("the program has ended");
            };
            using (var refused = await first.PostAsync("/api/routes/status/stage", GatewayApp.Move("live", force: true)))
                Assert.Contains("Should it come late, it is taken back", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        var path = folder.Combine("features.json");
        _isBack.Set(); // here both are one program, of which one does not read while the other writes
        await Eventually.IsTrueAsync(() => Record.Exception(() => EditedFile.Read(path)) is null, Token);
        if (isBefore)
            await File.WriteAllBytesAsync(path, late, Token);
        await using var second = new GatewayApp(new Uri("http://127.0.0.1:1"), settings).Start();
        Assert.Equal(Stage.Legacy, At(second, "status"));
        if (!isBefore)
            await File.WriteAllBytesAsync(path, late, Token);

        await Eventually.IsTrueAsync(
            async () =>
            {
                await second.Services.GetRequiredService<FeaturesEdit>().RetryAsync(Token);
                return (await File.ReadAllBytesAsync(path, Token)).SequenceEqual(before);
            },
            Token);
        Assert.Equal((Stage.Legacy, Stage.Live), (At(second, "status"), At(second, "test")));
        Assert.DoesNotContain(await second.AuditAsync(), entry => (string?)entry!["route"] == "status");

        static Stage At(GatewayApp gateway, string route) => gateway.Services.GetRequiredService<CutoverState>().Current.StageOf(route);
    }

    [Fact]
    public async Task TextOfAnEarlierWrite_ThatAPersonPutsBack_IsAnEdit()
    {
        var hangs = true;
        Files.Replace = (from, to) =>
        {
            if (Interlocked.Exchange(ref hangs, false))
                _isBack.Wait(Token);
            AtomicFile.Replace(from, to);
        };
        var before = FeaturesFile.Load(_gateway.FeaturesPath);
        using (var refused = await _gateway.PostAsync("/api/routes/status/stage", GatewayApp.Move("live", force: true)))
            Assert.Equal(500, (int)refused.StatusCode);
        _isBack.Set();
        await Eventually.IsTrueAsync(async () => (await _gateway.PostAsync("/api/routes/health/stage", GatewayApp.Move("shadow", force: true))).IsSuccessStatusCode, Token);

        await File.WriteAllTextAsync(_gateway.FeaturesPath, before.SetStage("status", "live").ToString(), Token);

        await Eventually.IsTrueAsync(() => (StageOf("status"), StageOf("health")) == (Stage.Live, Stage.Legacy), Token);
    }

    [Fact]
    public async Task MoveForwardIntoAFileWithErrors_IsNotBroughtInForceByWhoeverMendsIt()
    {
        var good = await File.ReadAllTextAsync(_gateway.FeaturesPath, Token);
        var bad = good.Replace("\"default_when_enabled\": \"live\"", "\"default_when_enabled\": \"livee\"", StringComparison.Ordinal);
        Assert.NotEqual(good, bad);
        await File.WriteAllTextAsync(_gateway.FeaturesPath, bad, Token);

        using var refused = await _gateway.PostAsync("/api/routes/status/stage", GatewayApp.Move("shadow", force: true));

        Assert.Contains("Nothing is changed", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(bad, await File.ReadAllTextAsync(_gateway.FeaturesPath, Token));
    }

    private Action Hang(bool isWhileWritten)
    {
        if (isWhileWritten)
        {
            Obstacles.Pipe(Temporary);
            return () => File.ReadAllBytes(Temporary);
        }

        Files.Replace = (from, to) =>
        {
            _isBack.Wait(Token);
            AtomicFile.Replace(from, to);
        };
        return _isBack.Set;
    }

    private async Task AllIsAtLegacyAsync()
    {
        await Eventually.IsTrueAsync(
            async () =>
            {
                await RetryAsync();
                return FeaturesFile.Of(_gateway.FeaturesPath, EditedFile.ReadHere(_gateway.FeaturesPath)).Stages.Values.All(stage => stage == "legacy"); // which refuses a pipe
            },
            Token);
        Assert.All(Snapshot.Stages.Values, stage => Assert.Equal(Stage.Legacy, stage));
        Assert.DoesNotContain(await _gateway.AuditAsync(), entry => (string?)entry!["who"] == "features.json" && (string?)entry["why"] == "the file was edited");
    }

    private async Task IsNotWrittenAsync(string path, JsonObject body)
    {
        (body["who"], body["reason"]) = ("ana", "3 a.m.");
        using var answer = await _gateway.PostAsync(path, body);
        Assert.Contains("In force, but not written", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    /// <summary>Without waiting for the time of the next attempt.</summary>
    private Task RetryAsync() => _gateway.Services.GetRequiredService<FeaturesEdit>().RetryAsync(Token);

    private CutoverSnapshot Snapshot => _gateway.Services.GetRequiredService<CutoverState>().Current;

    private Stage StageOf(string route) => Snapshot.StageOf(route);
}

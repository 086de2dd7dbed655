using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Hosting;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Hosting;

/// <summary>What the whole gateway says of its settings when it starts.</summary>
public sealed class StartupTests
{
    [Fact]
    public async Task Settings_Default_AreValid() => Assert.Empty(await FailuresAsync());

    /// <summary>YARP has the framework make keys for cookies of session affinity; they would be files in the home of whoever starts the gateway.</summary>
    [Fact]
    public async Task Start_MakesNoKeys()
    {
        await using var app = WebApplication.CreateBuilder([$"--Config={AppContext.BaseDirectory}"]).AddGateway().Build();

        Assert.DoesNotContain(app.Services.GetServices<IHostedService>(), service => service.GetType().Namespace!.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StartRemains_AfterFiveSeconds_AreGivenBack()
    {
        var time = new FakeTimeProvider();
        var earlier = GC.GetGCMemoryInfo(GCKind.FullBlocking).Index;
        using var remains = new StartRemains(time);
        await remains.StartAsync(TestContext.Current.CancellationToken);

        // It begins on a thread of its own: the five seconds may be over before it waits for them.
        await Eventually.IsTrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(5));
                return remains.ExecuteTask!.IsCompleted;
            },
            TestContext.Current.CancellationToken);
        Assert.True(GC.GetGCMemoryInfo(GCKind.FullBlocking) is { Compacted: true } last && last.Index > earlier, "The heap was not compacted.");
    }

    [Fact]
    public async Task Settings_Wrong_AreAllNamedAtOnceWithValueAndRange()
    {
        var failures = await FailuresAsync(
            "Gateway:Public=https://0.0.0.0:9090", "Gateway:Management=http://example.com:1", "Gateway:ConnectionLimit=-1", "Gateway:PageConnectionLimit=x",
            "Gateway:LegacyConnectTimeout=0:00:00", "Gateway:SocketOrigins:0=http://localhost:9090/", "Gateway:LegacyOrigin=localhost", "Gateway:ServedByHeader=yes",
            "Gateway:ExitWithStdin=1", "Gateway:PublicMetrics=", "Cutover:LegacyFlaskProxy=on", "Services:ProbeTimeout=2", "Services:Jobs:MaxRunning=1.5",
            "Services:Receipts:DatabaseTimeoutSeconds=99999999999999999999", "ShadowDiff:SampleRate=NaN", "ShadowDiff:SampleRates:status=half", "Gate:MinParity=2");

        string[] expected =
        [
            "Gateway:Public = \"https://0.0.0.0:9090\": write http://host:port, for example http://127.0.0.1:9090.",
            "Gateway:Management = \"http://example.com:1\": the host must be an IP address, localhost or *.",
            "Gateway:ConnectionLimit = \"-1\": must be a whole number from 0 to 1000000.",
            "Gateway:PageConnectionLimit = \"x\": must be a whole number from 0 to 1000000.",
            "Gateway:LegacyConnectTimeout = \"0:00:00\": must be a time span (hours:minutes:seconds) from 00:00:00.1 to 00:10:00.",
            "Gateway:SocketOrigins = \"http://localhost:9090/\": an origin has the form http://host:port, with no path and no slash at its end.",
            "Gateway:LegacyOrigin = \"localhost\": an origin has the form http://host:port, with no path and no slash at its end.",
            "Gateway:ServedByHeader = \"yes\": must be true or false.",
            "Gateway:ExitWithStdin = \"1\": must be true or false.",
            "Gateway:PublicMetrics = \"\": must be true or false.",
            "Cutover:LegacyFlaskProxy = \"on\": must be true or false.",
            "Services:ProbeTimeout = \"2\": must be a time span (hours:minutes:seconds) from 00:00:00.05 to 00:00:02; for 2 seconds write 00:00:02.",
            "Services:Jobs:MaxRunning = \"1.5\": must be a whole number from 1 to 1000.",
            "Services:Receipts:DatabaseTimeoutSeconds = \"99999999999999999999\": must be a whole number from 1 to 30.",
            "ShadowDiff:SampleRate = \"NaN\": must be a number from 0 to 1.",
            "ShadowDiff:SampleRates:status = \"half\": must be a number.",
            "Gate:MinParity = \"2\": must be a number from 0 to 1.",
        ];
        Assert.Empty(expected.Except(failures));
    }

    [Fact]
    public async Task Settings_Unknown_AreNamedWithTheNearest() => Assert.Equal(
        [
            "Gate:MinParty is no setting; did you mean Gate:MinParity?",
            "Gateway = \"5\": has settings of its own; known are ",
            "Gateway:ConectionLimit is no setting; did you mean Gateway:ConnectionLimit?",
            "Gateway:ConnectionLimit:x is no setting; Gateway:ConnectionLimit has one value.",
            "Gatway is no setting; did you mean Gateway?",
            "Services:Jobs = \"9\": has settings of its own; known are ",
            "Services:Jobs:MaxRuning is no setting; did you mean Services:Jobs:MaxRunning?",
            "ShadowDiff:Concurency is no setting; did you mean ShadowDiff:Concurrency?",
            "publik is no setting; did you mean Gateway:Public?",
            "urls is no setting; settings are ",
        ],
        (await FailuresAsync(
            "Gateway:ConectionLimit=1", "Gateway:ConnectionLimit:x=1", "Services:Jobs:MaxRuning=1", "ShadowDiff:Concurency=1", "Gate:MinParty=1", "Gatway:Public=x",
            "Services:Jobs=9", "Gateway=5", "publik=8080", "urls=http://127.0.0.1:1"))
            .Select(Beginning)
            .Order(StringComparer.Ordinal));

    [Fact]
    public async Task Lists_WrittenAsOneValue_AreRefused() => Assert.Contains(
        "Gateway:SocketOrigins = \"http://a\": has several values; write Gateway:SocketOrigins:0, Gateway:SocketOrigins:1 and so on.",
        await FailuresAsync("Gateway:SocketOrigins=http://a"));

    [Fact]
    public async Task WhatTheFrameworkKnows_IsAllowed() => Assert.Empty(await FailuresAsync(
        "Logging:LogLevel:Default=Warning", "AllowedHosts=*", "environment=Production", "BACKUP_SERVER_PORT=1257", "Kestrel:AddServerHeader=false"));

    [Fact]
    public async Task LogLevel_ThatIsNone_IsNamed() => Assert.Equal(
        ["Logging:LogLevel:Default = \"Loud\": must be one of Trace, Debug, Information, Warning, Error, Critical, None."],
        await FailuresAsync("Logging:LogLevel:Default=Loud"));

    [Theory]
    [InlineData("--publik", "--publik has no value; write --publik=value.")]
    [InlineData("8080", "'8080' is no setting; write --Section:Name=value. --help says more.")]
    [InlineData("-v", "'-v' is no setting; write --Section:Name=value. --help says more.")]
    [InlineData("--Gateway:ServedByHeader --legacy-flask-proxy", "--Gateway:ServedByHeader has no value; write --Gateway:ServedByHeader=value.")]
    public void Arguments_ThatAreNoSettings_AreRefused(string arguments, string expected) =>
        Assert.Equal([expected], Assert.Throws<InvalidConfigurationException>(() => CommandLine.Expand(arguments.Split(' '))).Errors);

    [Fact]
    public void Arguments_AreWrittenOut() => Assert.Equal(
        ["--Cutover:LegacyFlaskProxy=true", "--Gateway:ConnectionLimit=3", "--Gateway:LegacyOrigin=http://a"],
        CommandLine.Expand(["--legacy-flask-proxy", "--Gateway:ConnectionLimit", "3", "--Gateway:LegacyOrigin=http://a"]));

    [Theory]
    [InlineData("--version", true)]
    [InlineData("--help", true)]
    [InlineData("--Config=x", false)]
    public void Answer_IsForQuestionsOnly(string argument, bool expected) => Assert.Equal(expected, CommandLine.Answer([argument]) is not null);

    private static string Beginning(string failure) =>
        failure.IndexOf(" are ", StringComparison.Ordinal) is var index and >= 0 ? failure[..(index + " are ".Length)] : failure;

    private static async Task<IReadOnlyList<string>> FailuresAsync(params string[] settings)
    {
        try
        {
            string[] arguments = [$"--Config={AppContext.BaseDirectory}", .. settings.Select(setting => "--" + setting)];
            await using var app = WebApplication.CreateBuilder(arguments).AddGateway().Build();
            app.UseGateway(static _ => { });
            return [];
        }
        catch (Exception ex)
        {
            return StartupFailure.Lines(ex);
        }
    }
}

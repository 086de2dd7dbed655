using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strangler.Gateway.ErrorReports;
using Strangler.Gateway.Tests.Jobs;
using Strangler.ShadowDiff.Model;
using Strangler.Testing;
using Strangler.Testing.Http;

namespace Strangler.Gateway.Tests.ErrorReports;

/// <summary>Failures of modules and errors of the log, as Sentry gets them; what it must not get, and what it costs when it is not there.</summary>
public sealed partial class ErrorReportTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ModuleThatThrows_IsReported_WithRouteSideStageTraceAndBuild_AndWithoutSecrets()
    {
        await using var sentry = await SentryStub.StartAsync();
        await using var legacy = await LegacyStub.StartAsync();
        using var folder = new TemporaryFolder();
        await using var gateway = await StartAsync(folder, legacy, sentry.Dsn, static _ => throw Failure());
        await gateway.SetAsync("live", "start_backup");

        var answer = await RawHttp.SendAsync(gateway.Address, FailingRequest(), Token);

        Assert.Equal(500, answer.Status);
        var report = Assert.Single(await sentry.EventsAsync(HasException, Token));
        Assert.Equal(("start_backup", "modern", "live", "flag", Trace), (Tag(report, "route"), Tag(report, "served_by"), Tag(report, "stage"), Tag(report, "why"), Tag(report, "trace_id")));
        Assert.Equal(Trace, (string?)report["contexts"]!["trace"]!["trace_id"]);
        Assert.EndsWith($"+{gateway.Services.GetRequiredService<IModernBuild>().BuildOf("start_backup")}", (string?)report["release"], StringComparison.Ordinal);
        Assert.Equal("error", (string?)report["level"]);
        var exceptions = report["exception"]!["values"]!.AsArray();
        Assert.Equal(["System.IO.IOException", "System.InvalidOperationException"], exceptions.Select(exception => (string?)exception!["type"]));
        Assert.Contains(exceptions[1]!["stacktrace"]!["frames"]!.AsArray(), frame => ((string?)frame!["function"])!.Contains("ModuleThatThrows", StringComparison.Ordinal));
        Assert.Equal("(not stored)", (string?)exceptions[1]!["value"]);
        Assert.Null(report["server_name"]);
        AssertNothingSecret(sentry);
    }

    [Fact]
    public async Task ModuleThatThrows_InPlaceOfWhomLegacyAnswers_IsReportedOnce()
    {
        await using var sentry = await SentryStub.StartAsync();
        await using var legacy = await LegacyStub.StartAsync();
        using var folder = new TemporaryFolder();
        await using var gateway = await StartAsync(folder, legacy, sentry.Dsn, static _ => throw Failure());
        await gateway.SetAsync("live", "server_info");

        Assert.StartsWith("legacy", await gateway.AskAsync("/api/server_info"), StringComparison.Ordinal);

        var report = Assert.Single(await sentry.EventsAsync(HasException, Token));
        Assert.Equal(("server_info", "legacy", "live", "fallback"), (Tag(report, "route"), Tag(report, "served_by"), Tag(report, "stage"), Tag(report, "why")));
        Assert.Equal("Legacy answers requests of route {Route}, because modern cannot ({Cause}). Further ones are counted, and said again after a minute without any", (string?)report["logentry"]!["message"]);
        AssertNothingSecret(sentry);
    }

    [Fact]
    public async Task ErrorOfAModule_ThatTheShadowAsks_IsOfItsRoute()
    {
        await using var sentry = await SentryStub.StartAsync();
        await using var legacy = await LegacyStub.StartAsync();
        using var folder = new TemporaryFolder();
        await using var gateway = await StartAsync(folder, legacy, sentry.Dsn, static context =>
        {
            GaveUp(context.RequestServices.GetRequiredService<ILogger<ErrorReportTests>>(), "it", "");
            return Task.CompletedTask;
        });
        await gateway.SetAsync("shadow", "server_info");

        Assert.StartsWith("legacy", await gateway.AskAsync("/api/server_info"), StringComparison.Ordinal);

        var report = (await sentry.EventsAsync(report => Tag(report, "why") == "shadow", Token))[0]; // both sides are asked anew
        Assert.Equal(("server_info", "modern", "shadow"), (Tag(report, "route"), Tag(report, "served_by"), Tag(report, "stage")));
    }

    /// <summary>Which places a message quotes, nobody can say.</summary>
    [Fact]
    public async Task Messages_WhereRulesRedactPlaces_GoAsAWhole()
    {
        await using var sentry = await SentryStub.StartAsync();
        await using var legacy = await LegacyStub.StartAsync();
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Combine("rules.json"), """{ "rules": [], "redact": { "values": [{ "route": "*", "at": "query file" }] } }""", Token);
        await using var gateway = await StartAsync(folder, legacy, sentry.Dsn, static _ => throw new InvalidOperationException("no file taxes-of-ana.pdf"));
        await gateway.SetAsync("live", "start_backup");

        await RawHttp.SendAsync(gateway.Address, FailingRequest(), Token);

        var report = Assert.Single(await sentry.EventsAsync(HasException, Token));
        Assert.Equal("(not stored)", (string?)report["exception"]!["values"]![0]!["value"]);
        Assert.DoesNotContain("taxes-of-ana", sentry.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ErrorsOfTheLog_AreReported_WithWhatItSaidBefore()
    {
        await using var sentry = await SentryStub.StartAsync();
        await using var legacy = await LegacyStub.StartAsync();
        using var folder = new TemporaryFolder();
        await using var gateway = await StartAsync(folder, legacy, sentry.Dsn);
        var log = gateway.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Strangler.Test");

        LookedAt(log, "/api/status?file=secret-plan.txt");
        DoesNotFit(log, "hunter2hunter2");
        GaveUp(log, "it", "/x?file=secret-plan.txt");

        var report = Assert.Single(await sentry.EventsAsync(report => (string?)report["logger"] == "Strangler.Test", Token));
        Assert.Equal("gave up {Name} of {Target}", (string?)report["logentry"]!["message"]);
        Assert.Equal("gave up it of /x?…", (string?)report["logentry"]!["formatted"]);
        var before = report["breadcrumbs"]!.AsArray().TakeLast(2).Select(one => (string?)one!["message"]);
        Assert.Equal(["looked at /api/status?…", "(not stored) does not fit"], before);
    }

    [Fact]
    public async Task HangingSentry_KeepsNoRequestWaiting_AndNoEnd()
    {
        await using var sentry = await SentryStub.StartAsync(hangs: true);
        await using var legacy = await LegacyStub.StartAsync();
        using var folder = new TemporaryFolder();
        await using (var gateway = await StartAsync(folder, legacy, sentry.Dsn, static _ => throw Failure()))
        {
            await gateway.SetAsync("live", "start_backup");
            for (var i = 0; i < 100; i++)
                Assert.Equal(500, (await RawHttp.SendAsync(gateway.Address, FailingRequest(), Token)).Status);
            await Eventually.IsTrueAsync(() => sentry.Waiting == 1, Token);
        }

        Assert.Equal(1, sentry.Waiting); // it still hung when all this was over
    }

    [Theory]
    [InlineData(0)]
    [InlineData(StatusCodes.Status403Forbidden)]
    public async Task SentryThatTakesNothing_IsSaidOnce(int status)
    {
        await using var sentry = await SentryStub.StartAsync(status: status == 0 ? StatusCodes.Status200OK : status);
        var said = new List<string>();
        var trouble = new SentryTrouble(() => new Said(said), TimeProvider.System);
        using var logs = new SentryLogs(status == 0 ? "http://key@127.0.0.1:1/1" : sentry.Dsn, trouble);
        var log = logs.CreateLogger("Strangler.Test");

        GaveUp(log, "one", "/x");
        GaveUp(log, "two", "/x");
        logs.Dispose(); // waits for what is under way

        Assert.StartsWith("Sentry (Gateway:Sentry:Dsn) does not take a report: ", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoDsn_NothingOfItIsThere()
    {
        await using var legacy = await LegacyStub.StartAsync();
        using var folder = new TemporaryFolder();
        await using var gateway = await StartAsync(folder, legacy, dsn: "");

        Assert.Null(gateway.Services.GetService<SentryLogs>());
        Assert.Null(gateway.Services.GetService<IHttpContextAccessor>());
        Assert.DoesNotContain(gateway.Services.GetServices<ILoggerProvider>(), provider => provider is SentryLogs);
    }

    [Theory]
    [InlineData("https://0123456789abcdef@o1.ingest.sentry.io/4506", true)]
    [InlineData("http://key:secret@127.0.0.1:9000/1", true)]
    [InlineData("https://key@sentry.example/under/a/path/1", true)]
    [InlineData("https://sentry.example/1", false)]
    [InlineData("https://:hunter2@sentry.example/1", false)]
    [InlineData("https://hunter2@sentry.example/", false)]
    [InlineData("https://hunter2@sentry.example/project", false)]
    [InlineData("hunter2@sentry.example/1", false)]
    [InlineData("https://hunter2@sentry.example/1?x", false)]
    public void Dsn_ThatIsNone_IsSaidInALine_WithoutIt(string dsn, bool isOne)
    {
        var options = new ErrorReportOptions { Dsn = dsn };
        var problems = options.Validate(new ValidationContext(options)).Select(problem => problem.ErrorMessage!).ToList();

        Assert.Equal(isOne, options.IsOn);
        Assert.Equal(isOne ? 0 : 1, problems.Count);
        Assert.All(problems, problem => Assert.StartsWith("Gateway:Sentry:Dsn is no DSN; give a project's", problem, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.DoesNotContain("hunter2", problem, StringComparison.Ordinal));
    }

    private static Task<ModuleGateway> StartAsync(TemporaryFolder folder, LegacyStub legacy, string dsn, RequestDelegate? first = null) =>
        ModuleGateway.StartAsync(folder.Path, legacy.Address, new FakeJobs(), first, $"--Gateway:Sentry:Dsn={dsn}");

    private static IOException Nested() => new("password=hunter2hunter2 for https://ana:hunter2hunter2@host/x?file=secret-plan.txt");

    private static InvalidOperationException Failure() => new("changed {\"token\":\"abcdef123456\"}", Nested()) { Data = { ["note"] = "secret-plan.txt" } };

    /// <summary>With a secret wherever a request can have one. It is not repeated by legacy.</summary>
    private static RawRequest FailingRequest() => (RawRequest.Get("/api/start_backup?user=secret-plan.txt") with { Method = "POST" })
        .With("traceparent", $"00-{Trace}-b7ad6b7169203331-01").With("Authorization", "Bearer abcdef123456").With("Cookie", "sid=abcdef123456").With("X-Who", "secret-plan.txt");

    private static bool HasException(JsonNode report) => report["exception"] is not null;

    private static string? Tag(JsonNode report, string name) => (string?)report["tags"]![name];

    private static void AssertNothingSecret(SentryStub sentry)
    {
        foreach (var secret in (string[])["hunter2", "abcdef123456", "secret-plan", "traceparent", RepositoryRoot.Combine("tests")])
            Assert.DoesNotContain(secret, sentry.Everything, StringComparison.Ordinal);
    }

    [LoggerMessage(LogLevel.Information, "looked at {Target}")]
    private static partial void LookedAt(ILogger logger, string target);

    [LoggerMessage(LogLevel.Warning, "{Password} does not fit")]
    private static partial void DoesNotFit(ILogger logger, string password);

    [LoggerMessage(LogLevel.Error, "gave up {Name} of {Target}")]
    private static partial void GaveUp(ILogger logger, string name, string target);

    private sealed class Said(List<string> lines) : ILogger<SentryTrouble>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
                lines.Add(formatter(state, exception));
        }
    }
}

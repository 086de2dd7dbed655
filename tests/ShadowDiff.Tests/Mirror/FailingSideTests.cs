using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Strangler.ShadowDiff.Tests.Topology;
using Strangler.Testing;

namespace Strangler.ShadowDiff.Tests.Mirror;

/// <summary>Whatever the mirrored side does, the client gets its bytes and the counts say what happened.</summary>
public sealed class FailingSideTests
{
    private static readonly RequestDelegate Ok = Answers.Json("""{"a":1}""");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Failures { get; } = new()
    {
        { "hangs", "timeout" }, { "trickles", "timeout" }, { "resets", "unable" }, { "closes", "unable" }, { "cuts off", "unable" },
        { "talks nonsense", "unable" }, { "refuses", "refused" }, { "is endless", "oversize" }, { "is absent", "unable" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Legacy_Fails_ClientIsServedAndTheReasonCounted(string failure, string reason)
    {
        var legacy = Failing(failure);
        if (failure == "is absent")
            await legacy.DisposeAsync();

        await using var host = await ShadowHost.StartAsync(Ok, _ => Plans.ModernAnswers(legacy.Address), settings: ("Timeout", "00:00:00.300"));

        Assert.Equal("""{"a":1}""", await host.Client.GetStringAsync("/x", Token));

        Assert.Equal(1, (await host.SettledAsync(1)).Uncompared.GetValueOrDefault(reason));
        await legacy.DisposeAsync();
    }

    [Fact]
    public async Task Modern_HangsAndIgnoresItsToken_CountsTimeoutAndThenRefused()
    {
        var gate = new TaskCompletionSource();
        await using var host = await ShadowHost.StartAsync(
            Ok, _ => Plans.LegacyAnswers(_ => gate.Task), settings: [("Timeout", "00:00:00.100"), ("Concurrency", "1")]);

        await host.Client.GetStringAsync("/x", Token);
        Assert.Equal(1, (await host.SettledAsync(1)).Uncompared["timeout"]);

        // The one permit is still with the code that hangs: nothing can pile up behind it.
        await host.Client.GetStringAsync("/x", Token);
        Assert.Equal(1, (await host.SettledAsync(2)).Uncompared["refused"]);
        gate.SetResult();
    }

    [Fact]
    public async Task Modern_HangsWithItsToken_CountsTimeout()
    {
        await using var host = await ShadowHost.StartAsync(
            Ok,
            _ => Plans.LegacyAnswers(context => Hang.UntilAsync(context.RequestAborted)),
            settings: ("Timeout", "00:00:00.100"));

        await host.Client.GetStringAsync("/x", Token);
        Assert.Equal(1, (await host.SettledAsync(1)).Uncompared["timeout"]);
    }

    public static TheoryData<string> Faults { get; } = ["throws", "throws late", "writes too much", "writes too little", "writes to 204", "changes headers late", "writes synchronously"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Modern_BreaksAsUnderKestrel_IsADivergenceNamedException(string fault)
    {
        await using var host = await ShadowHost.StartAsync(Ok, _ => Plans.LegacyAnswers(context => FaultAsync(fault, context)));

        Assert.Equal("""{"a":1}""", await host.Client.GetStringAsync("/x", Token));

        await host.SettledAsync(1);
        Assert.Equal("exception", (await host.ReportAsync()).Routes.Single().Divergences.Single().Kind);
    }

    [Fact]
    public async Task Modern_AnswersAboveTheCap_IsOversize()
    {
        await using var host = await ShadowHost.StartAsync(Ok, _ => Plans.LegacyAnswers(Answers.LargeStreamAsync));
        await host.Client.GetStringAsync("/x", Token);
        Assert.Equal(1, (await host.SettledAsync(1)).Uncompared["oversize"]);
    }

    [Fact]
    public async Task Stop_WithExchangesWaiting_CountsThemAsDropped()
    {
        using var folder = new TemporaryFolder();
        var database = folder.Combine("kept.db");
        var gate = new TaskCompletionSource();
        var host = await ShadowHost.StartAsync(
            Ok, _ => Plans.LegacyAnswers(_ => gate.Task), settings: [("Concurrency", "1"), ("Database", database)]);
        for (var i = 0; i < 4; i++)
            await host.Client.GetStringAsync("/x", Token);

        await host.DisposeAsync();

        await using var store = new Store.OpenStore(database);
        Assert.Equal(4, store.Board.Current()["status"].Uncompared["dropped"]);
        gate.SetResult();
    }

    private static RawServer Failing(string failure) => failure switch
    {
        "trickles" => new(async (socket, _, token) =>
        {
            await SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", token);
            while (true)
            {
                await SendAsync(socket, "x", token);
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, token);
            }
        }),
        "resets" => new((socket, _, _) =>
        {
            socket.LingerState = new LingerOption(true, 0);
            return Task.CompletedTask;
        }),
        "closes" => new((_, _, _) => Task.CompletedTask),
        "cuts off" => RawServer.Answering("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"),
        "talks nonsense" => RawServer.Answering("220 mail ready\r\n"),
        "refuses" => RawServer.Answering("HTTP/1.1 429 TOO MANY REQUESTS\r\nContent-Length: 0\r\n\r\n"),
        "is endless" => new(async (socket, _, token) =>
        {
            await SendAsync(socket, "HTTP/1.1 200 OK\r\n\r\n", token);
            var block = new byte[64 * 1024];
            while (true)
                await socket.SendAsync(block, token);
        }),
        _ => new((_, _, token) => Hang.UntilAsync(token)),
    };

    private static async Task SendAsync(Socket socket, string text, CancellationToken token) =>
        await socket.SendAsync(Encoding.Latin1.GetBytes(text), token);

    private static async Task FaultAsync(string fault, HttpContext context)
    {
        var response = context.Response;
        switch (fault)
        {
            case "throws":
                throw new FormatException("secret text");
            case "throws late":
                await response.WriteAsync("half");
                throw new FormatException();
            case "writes too much":
                response.ContentLength = 1;
                await response.WriteAsync("two");
                break;
            case "writes too little":
                response.ContentLength = 10;
                await response.WriteAsync("two");
                break;
            case "writes to 204":
                response.StatusCode = 204;
                await response.WriteAsync("x");
                break;
            case "changes headers late":
                await response.WriteAsync("x");
                response.Headers["X"] = "y";
                break;
            default:
                response.Body.Write("x"u8);
                break;
        }
    }
}

using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Strangler.Gateway.Alerts;
using Strangler.Gateway.Cutover;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Alerts;

/// <summary>A receiver on a real socket is told of a rollback of the gateway's own, and of nothing that is secret.</summary>
public sealed class AlertTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rollback_IsPosted_AlsoWhereTheReceiverFailsFirst()
    {
        var bodies = new ConcurrentQueue<string>();
        await using var receiver = await ReceiveAsync(bodies, failures: 1);
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1"), ("Gateway:Alerts:Webhook", $"{receiver.Urls.First()}/hook/secret")).With("live", "test").Start();

        await gateway.Services.GetRequiredService<AutomaticRollback>().RollBackAsync("test", "errors", "12 of 12 answers failed.");

        await Eventually.IsTrueAsync(() => Task.FromResult(bodies.Count == 2), Token);
        var alert = JsonNode.Parse(bodies.Last())!;
        Assert.Equal(("rollback", "test", "live", "legacy", "errors", "12 of 12 answers failed."),
            ((string)alert["event"]!, (string)alert["route"]!, (string)alert["from"]!, (string)alert["to"]!, (string)alert["watch"]!, (string)alert["evidence"]!));
        Assert.StartsWith("The gateway has taken test back, live > legacy.", (string)alert["text"]!, StringComparison.Ordinal);
        Assert.True(DateTimeOffset.TryParse((string)alert["at"]!, out _));
    }

    [Theory]
    [InlineData("hooks.example/secret")]
    [InlineData("ftp://hooks.example/secret")]
    [InlineData("/secret")]
    public void AddressThatIsNone_IsRefused_WithoutShowingIt(string address)
    {
        var options = new AlertOptions { Webhook = address };

        Assert.Equal(
            ["Gateway:Alerts:Webhook is no address; give an absolute one, http or https."],
            options.Validate(new ValidationContext(options)).Select(result => result.ErrorMessage));
    }

    [Fact]
    public void AddressWithAPassword_IsRefused_WithoutShowingIt()
    {
        var options = new AlertOptions { Webhook = "http://user:geheim@127.0.0.1/hook" };

        Assert.StartsWith("Gateway:Alerts:Webhook has a name or password before its host", Assert.Single(options.Validate(new ValidationContext(options))).ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", options.Validate(new ValidationContext(options)).Single().ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnswerWithoutAnEnd_IsOne_AndIsNotRead()
    {
        // A socket of its own: a server goes on "writing" for a moment after its client has hung up.
        using var receiver = new TcpListener(IPAddress.Loopback, 0);
        receiver.Start();
        var sending = SendWithoutEndAsync(receiver);
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1"), ("Gateway:Alerts:Webhook", $"http://{receiver.LocalEndpoint}/hook")).With("live", "test").Start();

        await gateway.Services.GetRequiredService<AutomaticRollback>().RollBackAsync("test", "errors", "12 of 12 answers failed.");

        Assert.InRange(await sending, 0, 16 << 20); // what sockets hold, and not what a gateway would
        await Eventually.IsTrueAsync(() => Task.FromResult(gateway.Services.GetRequiredService<Latches>().Of("test") is { IsTold: true }), Token);
        Assert.False(receiver.Pending());
    }

    [Fact]
    public async Task AlertThatWasNotDelivered_IsSentByTheNextStart_AndThenNoMore()
    {
        using var folder = new TemporaryFolder();
        var bodies = new ConcurrentQueue<string>();
        await using var receiver = await ReceiveAsync(bodies, failures: 0);
        await using (var first = new GatewayApp(new Uri("http://127.0.0.1:1"), ("Config", folder.Path), ("Gateway:Alerts:Webhook", "http://127.0.0.1:1/hook")).With("live", "test").Start())
            await first.Services.GetRequiredService<AutomaticRollback>().RollBackAsync("test", "errors", "12 of 12 answers failed.");

        for (var start = 0; start < 2; start++)
        {
            await using var next = new GatewayApp(new Uri("http://127.0.0.1:1"), ("Config", folder.Path), ("Gateway:Alerts:Webhook", $"{receiver.Urls.First()}/hook/secret")).Start();
            await Eventually.IsTrueAsync(() => Task.FromResult(next.Services.GetRequiredService<Latches>().Of("test") is { IsTold: true }), Token);
        }

        Assert.Equal("test", (string?)JsonNode.Parse(Assert.Single(bodies))!["route"]);
    }

    [Fact]
    public async Task ReceiverThatIsGone_DelaysNothing()
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1"), ("Gateway:Alerts:Webhook", "http://127.0.0.1:1/hook")).With("live", "test").Start();

        var outcome = await gateway.Services.GetRequiredService<AutomaticRollback>().RollBackAsync("test", "errors", "12 of 12 answers failed.");

        Assert.Equal("legacy", Assert.Single(outcome.Changes).After);
    }

    /// <summary>Takes one request and answers it until its client hangs up; returns how many bytes were sent.</summary>
    private static async Task<long> SendWithoutEndAsync(TcpListener receiver)
    {
        using var client = await receiver.AcceptSocketAsync(Token);
        await client.ReceiveAsync(new byte[64 * 1024], Token);
        await client.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"u8.ToArray(), Token);
        var (part, sent) = (new byte[64 * 1024], 0L);
        try
        {
            while (true)
                sent += await client.SendAsync(part, Token);
        }
        catch (SocketException)
        {
            return sent;
        }
    }

    private static Task<WebApplication> ReceiveAsync(ConcurrentQueue<string> bodies, int failures) => ReceiveAsync(async context =>
    {
        using var reader = new StreamReader(context.Request.Body);
        bodies.Enqueue(await reader.ReadToEndAsync(Token));
        context.Response.StatusCode = context.Request.Path != "/hook/secret" ? 404 : bodies.Count > failures ? 200 : 503;
    });

    private static async Task<WebApplication> ReceiveAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Run(answer);
        await app.StartAsync(Token);
        return app;
    }
}

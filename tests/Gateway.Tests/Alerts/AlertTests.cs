using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
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
    public async Task ReceiverThatIsGone_DelaysNothing()
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1"), ("Gateway:Alerts:Webhook", "http://127.0.0.1:1/hook")).With("live", "test").Start();

        var outcome = await gateway.Services.GetRequiredService<AutomaticRollback>().RollBackAsync("test", "errors", "12 of 12 answers failed.");

        Assert.Equal("legacy", Assert.Single(outcome.Changes).After);
    }

    private static async Task<WebApplication> ReceiveAsync(ConcurrentQueue<string> bodies, int failures)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/hook/secret", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            bodies.Enqueue(await reader.ReadToEndAsync(Token));
            return bodies.Count > failures ? Results.Ok() : Results.StatusCode(503);
        });
        await app.StartAsync(Token);
        return app;
    }
}

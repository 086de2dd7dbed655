using Strangler.Services.Tests.Hosting;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Routes.Connect;

/// <summary><c>POST /api/connect</c> with what it changes for the calls after it (contract 4 and 5).</summary>
public sealed class ConnectTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(" {0} ", "\" {0} \"")]
    [InlineData("{0}", "{0}")]
    [InlineData("{0}.9", "{0}.9")]
    public async Task Connect_ServerUp_EchoesThePortAsSent(string spelt, string json)
    {
        using var server = BackupServerPort.Up();
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token);
        spelt = string.Format(null, spelt, server.Number);
        json = string.Format(null, json, server.Number);

        var answer = await host.PostJsonAsync("/api/connect", $$"""{"host":"127.0.0.1","port":{{json}},"username":"u"}""", Token);

        Assert.Equal(
            $$$"""{"connected":true,"message":"Connected to backup server at 127.0.0.1:{{{spelt}}}","server_config":{"host":"127.0.0.1","port":{{{json}}},"username":"u"},"success":true}""" + "\n",
            answer.Text);
    }

    [Fact]
    public async Task Connect_OtherServer_IsTheOneThatStatusAndHealthLookAt()
    {
        using var configured = BackupServerPort.Up();
        using var other = BackupServerPort.Down();
        await using var host = await ModuleHost.StartAsync(configured.Settings(), Token);
        Assert.Contains("\"connected\":true", (await host.GetAsync("/api/status", Token)).Text, StringComparison.Ordinal);

        Assert.Contains("\"success\":false", (await ConnectAsync(host, $"{other.Number}")).Text, StringComparison.Ordinal);

        var status = await host.GetAsync("/api/status", Token);
        Assert.Contains("\"connected\":false,\"isConnected\":false", status.Text, StringComparison.Ordinal);
        Assert.Contains("\"message\":\"Connection test failed: Backup server not responding\",\"phase\":\"ERROR\"", status.Text, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"degraded\"", (await host.GetAsync("/health", Token)).Text, StringComparison.Ordinal);

        Assert.Contains("\"success\":true", (await ConnectAsync(host, $"{configured.Number}")).Text, StringComparison.Ordinal);
        status = await host.GetAsync("/api/status", Token);
        Assert.Contains("\"message\":\"Connected successfully. Ready for backup.\",\"phase\":\"READY\"", status.Text, StringComparison.Ordinal);
    }

    /// <summary>Q9: legacy keeps the bad port and is disconnected from then on.</summary>
    [Theory]
    [InlineData("\"abc\"")]
    [InlineData("99999")]
    [InlineData("-1")]
    [InlineData("[1]")]
    [InlineData("NaN")]
    public async Task Connect_PortThatIsNone_FailsAndLeavesTheServerConfigured(string port)
    {
        using var server = BackupServerPort.Up();
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token);

        var answer = await ConnectAsync(host, port);

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            $$$"""{"connected":false,"message":"Connection failed: Backup server not responding","server_config":{"host":"127.0.0.1","port":{{{port}}},"username":"u"},"success":false}""" + "\n",
            answer.Text);
        var status = await host.GetAsync("/api/status", Token);
        Assert.Contains("\"connected\":true,\"isConnected\":true", status.Text, StringComparison.Ordinal);
        Assert.Contains("\"message\":\"Connection test failed: Backup server not responding\",\"phase\":\"ERROR\"", status.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ExtraKeys_AreNeitherEchoedNorKept()
    {
        using var server = BackupServerPort.Up();
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token);
        var body = $$"""{"host":"127.0.0.1","port":{{server.Number}},"username":{"b":1,"a":2},"zeta":[1],"server":"10.1.1.1"}""";

        var answer = await host.PostJsonAsync("/api/connect", body, Token);

        Assert.Contains($$$""""server_config":{"host":"127.0.0.1","port":{{{server.Number}}},"username":{"a":2,"b":1}},"success":true}"""", answer.Text, StringComparison.Ordinal);
    }

    /// <summary>Q11 and Q12: status and prefix stay, Python's texts go, the general status tells the same.</summary>
    [Theory]
    [InlineData("5", "the request body must be a JSON object")]
    [InlineData("[\"host\"]", "the request body must be a JSON object")]
    [InlineData("\"my server\"", "the request body must be a JSON object")]
    [InlineData("{", "400 Bad Request: The browser (or proxy) sent a request that this server could not understand.")]
    public async Task Connect_NoObject_IsAConnectionError(string body, string reason)
    {
        using var server = BackupServerPort.Down();
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token);

        var answer = await host.PostJsonAsync("/api/connect", body, Token);

        Assert.Equal((500, "INTERNAL SERVER ERROR"), (answer.Status, answer.Reason));
        Assert.Equal($$"""{"error":"Connection error: {{reason}}","success":false}""" + "\n", answer.Text);
        var status = await host.GetAsync("/api/status", Token);
        Assert.Contains($"\"message\":\"Connection error: {reason}\",\"phase\":\"ERROR\"", status.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ManyAtOnceWithStatus_EachGetsAWholeAnswer()
    {
        using var up = BackupServerPort.Up();
        using var down = BackupServerPort.Down();
        await using var host = await ModuleHost.StartAsync(up.Settings(), Token);

        var connects = Enumerable.Range(0, 60).Select(i => ConnectAsync(host, $"{(i % 2 == 0 ? up : down).Number}")).ToList();
        var statuses = Enumerable.Range(0, 60).Select(_ => host.GetAsync("/api/status", Token)).ToList();

        foreach (var (i, answer) in (await Task.WhenAll(connects)).Index())
            Assert.Contains($"\"success\":{(i % 2 == 0 ? "true" : "false")}}}\n", answer.Text, StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(statuses), status => Assert.Matches(
            """^\{"backing_up":false,"connected":(true|false),"isConnected":\1,"last_updated":"[\dT:.-]+","message":"[^"]+","phase":"[A-Z]+","status":"ready"\}\n$""",
            status.Text));

        await ConnectAsync(host, $"{up.Number}");
        Assert.Contains("\"connected\":true", (await host.GetAsync("/api/status", Token)).Text, StringComparison.Ordinal);
    }

    private static Task<RawResponse> ConnectAsync(ModuleHost host, string port) =>
        host.PostJsonAsync("/api/connect", $$"""{"host":"127.0.0.1","port":{{port}},"username":"u"}""", Token);
}

using System.Text;
using Strangler.Services.Tests.Hosting;
using Strangler.Testing.Http;

namespace Strangler.Services.Tests.Routes.Connect;

/// <summary>What <c>POST /api/connect</c> makes of a body (contract 5).</summary>
public sealed class ConnectBodyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("[1,2]", "Missing required fields: host, port, username")]
    [InlineData("\"nothing here\"", "Missing required fields: host, port, username")]
    [InlineData("{\"server\":null,\"port\":-0.0,\"username\":\"u\"}", "Missing required fields: host, port")]
    [InlineData("{\"server\":\"h\",\"host\":\"\",\"port\":1,\"username\":\"u\"}", "Missing required fields: host")]
    [InlineData("0.0", "No configuration data provided")]
    [InlineData("\"\"", "No configuration data provided")]
    [InlineData("{}", "No configuration data provided")]
    public async Task Connect_IncompleteBody_SaysWhatIsMissingAndChangesNothing(string body, string error)
    {
        using var server = BackupServerPort.Down();
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token);

        var answer = await host.PostJsonAsync("/api/connect", body, Token);

        Assert.Equal((400, $$"""{"error":"{{error}}","success":false}""" + "\n"), (answer.Status, answer.Text));
        Assert.Contains("\"message\":\"Ready for backup\",\"phase\":\"READY\"", (await host.GetAsync("/api/status", Token)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "host=%68+%c3%bc&host=b&port=%31&username=a%FFb&x", "\"host\":\"h \\u00fc\",\"port\":\"1\",\"username\":\"a\\ufffdb\"")]
    [InlineData("APPLICATION/X-WWW-FORM-URLENCODED; charset=latin-1", "host=h&port=%&username=%4", "\"host\":\"h\",\"port\":\"%\",\"username\":\"%4\"")]
    [InlineData("application/vnd.thing+json", """{"host":"h\ud800","port":"x","username":1e16}""", "\"host\":\"h\\ud800\",\"port\":\"x\",\"username\":1e+16")]
    [InlineData("multipart/form-data; boundary=\"x\"",
        "--x\r\nContent-Disposition: form-data; name=\"host\"\r\nContent-Type: text/plain; charset=latin-1\r\n\r\n\u00fc\r\n"
        + "--x\r\nContent-Disposition: form-data; name=\"port\"; filename=\"f\"\r\n\r\n7\r\n"
        + "--x\r\nContent-Disposition: form-data; name=\"port\"\r\n\r\nx\r\n"
        + "--x\r\nContent-Disposition: form-data; name=\"port\"\r\n\r\n9\r\n"
        + "--x\r\nContent-Disposition: form-data; name=\"username\"\r\n\r\n\r\nu\r\n--x--\r\n",
        "\"host\":\"\\u00fc\",\"port\":\"x\",\"username\":\"\\r\\nu\"")]
    [InlineData("multipart/form-data; boundary=x",
        "preamble\n--x\nContent-Disposition: form-data; name*=UTF-8''h%6Fst\n\nh\n--x\nContent-Disposition: attachment; name=port\n\nx\n"
        + "--x \nContent-Disposition: form-data;\n name=\"username\"\n\nu\n--x--",
        "\"host\":\"h\",\"port\":\"x\",\"username\":\"u\"")]
    public async Task Connect_OtherBodyTypes_AreReadAsInFlask(string contentType, string body, string expected)
    {
        using var server = BackupServerPort.Down();
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token);
        var bytes = Encoding.Latin1.GetBytes(body);
        var request = RawRequest.Post("/api/connect", contentType, "") with { Body = bytes };

        var answer = await host.SendAsync(
            request with { Headers = [.. request.Headers.Where(header => header.Key != "Content-Length"), RawRequest.Header("Content-Length", $"{bytes.Length}")] },
            Token);

        Assert.Contains("\"server_config\":{" + expected + "}", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain", "{\"host\":\"h\"}")]
    [InlineData("application/json5", "{\"host\":\"h\"}")]
    [InlineData("multipart/form-data", "--x\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"host\"\r\n\r\nh")]
    public async Task Connect_BodyWithoutFields_CountsAsEmpty(string contentType, string body)
    {
        using var server = BackupServerPort.Down();
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token);

        var answer = await host.SendAsync(RawRequest.Post("/api/connect", contentType, body), Token);

        Assert.Equal("""{"error":"No configuration data provided","success":false}""" + "\n", answer.Text);
    }

    [Theory]
    [InlineData(1001, "name=a", "413 Request Entity Too Large: The data value transmitted exceeds the capacity limit.")]
    [InlineData(1, "name*=nonsense''a", "internal error")]
    public async Task Connect_FormThatLegacyFailsOn_IsAConnectionError(int parts, string option, string reason)
    {
        using var server = BackupServerPort.Down();
        await using var host = await ModuleHost.StartAsync(server.Settings(), Token);
        var part = $"--x\r\nContent-Disposition: form-data; {option}\r\n\r\nv\r\n";
        var body = string.Concat(Enumerable.Repeat(part, parts)) + "--x--";

        var answer = await host.SendAsync(RawRequest.Post("/api/connect", "multipart/form-data; boundary=x", body), Token);

        Assert.Equal((500, $$"""{"error":"Connection error: {{reason}}","success":false}""" + "\n"), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Connect_BodyOverTheLimit_Is413AndChangesNothing()
    {
        using var server = BackupServerPort.Down();
        await using var host = await ModuleHost.StartAsync(server.Settings(("ConnectBodyLimit", "1024")), Token);

        var answer = await host.PostJsonAsync("/api/connect", new string(' ', 1025), Token);

        Assert.Equal((413, "PAYLOAD TOO LARGE"), (answer.Status, answer.Reason));
        Assert.Equal("""{"error":"Connection error: the request body is larger than 1024 bytes","success":false}""" + "\n", answer.Text);
    }
}

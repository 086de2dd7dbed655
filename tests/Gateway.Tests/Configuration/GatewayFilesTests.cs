using Microsoft.AspNetCore.Builder;
using Strangler.Gateway.Configuration;
using Strangler.Gateway.Hosting;
using Strangler.Testing;
using Strangler.Testing.Processes;

namespace Strangler.Gateway.Tests.Configuration;

public sealed class GatewayFilesTests
{
    [Theory]
    [InlineData("features.json", "features.json line 2, $schema: '$schema' stands in line 2 already; keep one")]
    [InlineData("yarp.json", "yarp.json line 2, $schema: '$schema' stands in line 2 already; keep one")]
    public void Start_WithAMemberTwice_IsRefusedInOneLine(string edited, string expected)
    {
        using var folder = new TemporaryFolder();
        GatewayFolder.Fill(folder.Path);
        var path = folder.Combine(edited);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"$schema\":", "\"$schema\": \"a\", \"$schema\":", StringComparison.Ordinal));

        var error = Assert.Throws<InvalidConfigurationException>(() => WebApplication.CreateBuilder([$"--Config={folder.Path}"]).AddGateway());

        Assert.Equal([expected], StartupFailure.Lines(error));
    }

    [Fact]
    public async Task Start_WithErrorsInEachFile_NamesThemAll()
    {
        using var folder = new TemporaryFolder();
        GatewayFolder.Fill(folder.Path);
        await File.WriteAllTextAsync(folder.Combine("features.json"), "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.Combine("yarp.json"), "{ \"ReverseProxy\": {} }", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.Combine("rules.json"), "{ \"rulez\": [] }", TestContext.Current.CancellationToken);

        var error = Assert.Throws<InvalidConfigurationException>(() => WebApplication.CreateBuilder([$"--Config={folder.Path}"]).AddGateway());

        Assert.Equal(
            ["yarp.json: ReverseProxy.Routes is missing; the gateway needs a route to legacy", "features.json line 1, position 1: not valid JSON: there is nothing in it"],
            error.Errors.Take(2));
        Assert.Contains(error.Errors, line => line.StartsWith("rules.json: line 1, rulez: 'rulez' is not known here; did you mean 'rules'?", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"ActivityTimeout\": \"00:01:40\"", "\"ActivityTimeout\": 100")]
    [InlineData("\"Clusters\": {", "\"Clusterz\": {}, \"Clusters\": {")]
    [InlineData("\"Logging\": {", "\"Gateway\": { \"ConectionLimit\": 3 }, \"Logging\": {")]
    [InlineData("\"Metadata\": { \"Route\": \"status\" }", "\"Metadata\": {}")]
    public async Task Start_WithAnErrorInYarpJson_NamesTheRoutesOfTheOthersThatAreNone(string old, string edited)
    {
        using var folder = new TemporaryFolder();
        GatewayFolder.Fill(folder.Path);
        await EditAsync(folder.Combine("yarp.json"), old, edited);
        await EditAsync(folder.Combine("features.json"), "\"cutover.perf\"", "\"cutover.pref\"");
        await EditAsync(folder.Combine("rules.json"), "\"rules\": [", "\"rules\": [{ \"name\": \"a\", \"kind\": \"volatile\", \"route\": \"stauts\", \"at\": \"body\", \"action\": \"ignore\", \"reason\": \"r\" },");

        var error = await Record.ExceptionAsync(async () =>
        {
            await using var app = WebApplication.CreateBuilder([$"--Config={folder.Path}"]).AddGateway().Build();
            app.UseGateway(static _ => { });
        });

        var lines = StartupFailure.Lines(error!);
        Assert.Contains(lines, line => line.StartsWith("features.json: the flag 'cutover.pref' names no route of yarp.json; did you mean 'perf'?", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("rules.json: line ", StringComparison.Ordinal) && line.Contains("there is no route 'stauts'; did you mean 'status'?", StringComparison.Ordinal));
        Assert.Equal(lines.Distinct(), lines);
        Assert.True(lines.Count >= 3, string.Join('\n', lines));
    }

    [Theory]
    [InlineData("yarp.json")]
    [InlineData("features.json")]
    [InlineData("rules.json")]
    public void Start_WithAPipeInPlaceOfAFile_IsRefusedInOneLine(string file)
    {
        using var folder = new TemporaryFolder();
        GatewayFolder.Fill(folder.Path);
        Obstacles.Pipe(folder.Combine(file));
        if (file == "rules.json")
            File.WriteAllText(folder.Combine("features.json"), "");

        var error = Assert.Throws<InvalidConfigurationException>(() => WebApplication.CreateBuilder([$"--Config={folder.Path}"]).AddGateway());

        Assert.Contains("it is a named pipe, not a file", Assert.Single(error.Errors, line => line.StartsWith(file, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_RemovesWhatAGatewayThatWasKilledLeft()
    {
        await using var gateway = new GatewayApp(new Uri("http://127.0.0.1:1"));
        var left = $"{gateway.FeaturesPath}.4194303.tmp";
        await File.WriteAllTextAsync(left, "half", TestContext.Current.CancellationToken);

        gateway.Start();

        Assert.False(File.Exists(left));
    }

    private static async Task EditAsync(string path, string old, string edited)
    {
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.Contains(old, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, text.Replace(old, edited, StringComparison.Ordinal), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("\"/api/status\" }", "\"/{**a}/{**b}\" }", "yarp.json: the route 'status': Invalid path '/{**a}/{**b}'")]
    [InlineData("\"/api/status\" }", "\"/api/status\" }, \"Transforms\": [{ \"PathPrefx\": \"/x\" }]", "yarp.json: the route 'status': Unknown transform: PathPrefx")]
    [InlineData("\"/api/status\" }", "\"/api/status\", \"Headers\": [{ \"Mode\": \"ExactHeader\" }] }", "yarp.json: the route 'status': ")]
    [InlineData("\"/api/status\" }", "\"/api/status\", \"Headers\": [{ \"Name\": \"a\", \"Mode\": \"Exakt\" }] }", "yarp.json: the route 'status': Match:Headers:0:Mode = \"Exakt\": must be one of ExactHeader, HeaderPrefix, Contains, NotContains, Exists, NotExists")]
    [InlineData("\"/api/status\" }", "\"/api/status\" }, \"Order\": \"first\"", "yarp.json: the route 'status': Order = \"first\": must be a whole number")]
    [InlineData("\"/api/status\" }", "\"/api/status\", \"Methds\": [\"GET\"] }", "yarp.json: ReverseProxy:Routes:status:Match:Methds is not known; did you mean Methods?")]
    [InlineData("\"status\": { \"ClusterId\": \"legacy\"", "\"status\": { \"ClusterId\": \"legcy\"", "yarp.json: the route 'status': there is no cluster 'legcy'; the clusters are legacy")]
    [InlineData("\"HttpRequest\": {", "\"LoadBalancingPolicy\": \"Best\", \"HttpRequest\": {", "yarp.json: the cluster 'legacy': No matching ILoadBalancingPolicy found for the load balancing policy 'Best'")]
    [InlineData("\"http://127.0.0.1:9190/\"", "\"\"", "yarp.json: the cluster 'legacy': No address found for destination 'flask'")]
    [InlineData("\"http://127.0.0.1:9190/\"", "\"127.0.0.1:9190\"", "yarp.json: the cluster 'legacy': the destination 'flask' has the address '127.0.0.1:9190'; write http://host:port/")]
    [InlineData("00:01:40", "-00:01:40", "yarp.json: the cluster 'legacy': HttpRequest:ActivityTimeout = \"-00:01:40\": must be a time span (hours:minutes:seconds) from 00:00:00.001 to 1.00:00:00")]
    [InlineData("00:01:40", "00:00:00", "yarp.json: the cluster 'legacy': HttpRequest:ActivityTimeout = \"00:00:00\": must be ")]
    [InlineData("00:01:40", "90000.00:00:00", "yarp.json: the cluster 'legacy': HttpRequest:ActivityTimeout = \"90000.00:00:00\": must be ")]
    [InlineData("00:01:40", "100", "yarp.json: the cluster 'legacy': HttpRequest:ActivityTimeout = \"100\": must be a time span (hours:minutes:seconds) from 00:00:00.001 to 1.00:00:00; for 100 seconds write 00:01:40")]
    [InlineData("\"00:01:40\"", "100", "yarp.json: the cluster 'legacy': HttpRequest:ActivityTimeout = \"100\": must be a time span (hours:minutes:seconds) from 00:00:00.001 to 1.00:00:00; for 100 seconds write 00:01:40")]
    [InlineData("00:01:40", "1", "yarp.json: the cluster 'legacy': HttpRequest:ActivityTimeout = \"1\": must be a time span (hours:minutes:seconds) from 00:00:00.001 to 1.00:00:00; for 1 seconds write 00:00:01")]
    [InlineData("00:01:40", "", "yarp.json: the cluster 'legacy': HttpRequest:ActivityTimeout = \"\": must be a time span (hours:minutes:seconds) from 00:00:00.001 to 1.00:00:00")]
    [InlineData("\"00:01:40\"", "true", "yarp.json: the cluster 'legacy': HttpRequest:ActivityTimeout = \"True\": must be a time span")]
    [InlineData("\"EnableMultipleHttp2Connections\": false", "\"EnableMultipleHttp2Connections\": \"no\"", "yarp.json: the cluster 'legacy': HttpClient:EnableMultipleHttp2Connections = \"no\": must be true or false")]
    [InlineData("\"EnableMultipleHttp2Connections\": false", "\"MaxConnectionsPerServer\": \"\"", "yarp.json: the cluster 'legacy': HttpClient:MaxConnectionsPerServer = \"\": must be a whole number")]
    [InlineData("\"Version\": \"1.1\"", "\"Version\": \"one\"", "yarp.json: the cluster 'legacy': HttpRequest:Version = \"one\": must be a version such as 1.1")]
    [InlineData("\"Logging\": {", "\"Gate\": { \"Window\": 7 }, \"Logging\": {", "Gate:Window = \"7\": must be a time span (hours:minutes:seconds) from ")]
    [InlineData("\"Version\": \"1.1\"", "\"Version\": \"2\"", "yarp.json: the cluster 'legacy': HttpRequest:Version = \"2.0\": must be 1.1")]
    [InlineData("\"Version\": \"1.1\"", "\"Version\": \"2.0\"", "yarp.json: the cluster 'legacy': HttpRequest:Version = \"2.0\": must be 1.1, which is what legacy speaks")]
    [InlineData("\"Version\": \"1.1\"", "\"Version\": \"1.0\"", "yarp.json: the cluster 'legacy': HttpRequest:Version = \"1.0\": must be 1.1, which is what legacy speaks")]
    [InlineData("\"RequestVersionExact\"", "\"7\"", "yarp.json: the cluster 'legacy': HttpRequest:VersionPolicy = \"7\": must be one of RequestVersionOrLower, RequestVersionOrHigher, RequestVersionExact")]
    [InlineData("\"HttpRequest\": {", "\"HealthCheck\": { \"Active\": { \"Enabled\": true, \"Interval\": \"60.00:00:00\" } }, \"HttpRequest\": {", "yarp.json: the cluster 'legacy': HealthCheck:Active:Interval = \"60.00:00:00\": must be ")]
    [InlineData("\"HttpRequest\": {", "\"Metadata\": { \"Forwarder\": \"laen\" }, \"HttpRequest\": {", "yarp.json: the cluster 'legacy': Metadata:Forwarder = \"laen\": must be lean or yarp")]
    [InlineData("\"HttpRequest\": {", "\"SessionAffinity\": { \"Enabled\": true, \"AffinityKeyName\": \"a\" }, \"HttpRequest\": {", "yarp.json: the cluster 'legacy': SessionAffinity is not used here")]
    [InlineData("\"RequestHeaderEncoding\": \"latin1\"", "\"WebProxy\": { \"Address\": \"ftp://a/\" }", "yarp.json: the cluster 'legacy': HttpClient:WebProxy:Address = \"ftp://a/\": write http://host:port/")]
    [InlineData("\"/api/status\" }", "\"/api/status\", \"Headers\": [{ \"Name\": \"a\", \"Values\": [\"b\"], \"Mode\": \"42\" }] }", "yarp.json: the route 'status': Match:Headers:0:Mode = \"42\": must be one of ExactHeader, ")]
    [InlineData("\"/api/status\" }", "\"/api/status\", \"Hosts\": [\"a:b\"] }", "yarp.json: the route 'status': Match:Hosts has 'a:b'; write a host, host:port or *.domain")]
    [InlineData("\"/api/status\" }", "\"/api/status\" }, \"MaxRequestBodySize\": -2", "yarp.json: the route 'status': MaxRequestBodySize = \"-2\": must be 0 or more, or -1 for any size")]
    [InlineData("\"/api/status\" }", "\"/api/status\" }, \"CorsPolicy\": \"default\"", "yarp.json: the route 'status': CorsPolicy = \"default\": the gateway has no such policies; remove it")]
    [InlineData("\"/api/status\" }", "\"/api/status\" }, \"AuthorizationPolicy\": \"anonymous\"", "yarp.json: the route 'status': AuthorizationPolicy = \"anonymous\": the gateway has no such policies; remove it")]
    [InlineData("\"/api/perf/{job_id}\"", "\"/api/cancel/{other}\"", "yarp.json: the routes 'cancel_job' and 'job_perf' match the same requests")]
    [InlineData("\"Logging\": {", "\"Gateway\": { \"ConectionLimit\": 3 }, \"Logging\": {", "Gateway:ConectionLimit is no setting; did you mean Gateway:ConnectionLimit?")]
    public async Task Start_WithWhatYarpWouldRefuse_NamesIt(string old, string edited, string expected)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in (string[])["yarp.json", "features.json"])
            File.Copy(Path.Combine(AppContext.BaseDirectory, file), folder.Combine(file));
        var path = folder.Combine("yarp.json");
        var good = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.Contains(old, good, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, good.Replace(old, edited, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await using var app = WebApplication.CreateBuilder([$"--Config={folder.Path}"]).AddGateway().Build();

        var error = Assert.ThrowsAny<Exception>(() => app.UseGateway(static _ => { }));

        Assert.StartsWith(expected, StartupFailure.Lines(error)[0], StringComparison.Ordinal);
    }
}

using System.Net;
using System.Net.Mime;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strangler.ShadowDiff.Reports.Page;
using Strangler.Testing;

namespace Strangler.Gateway.Tests.Management;

/// <summary>A mistyped argument is refused at each management address: an answer that passes over it looks like one that heeded it.</summary>
public sealed partial class QueryArgumentsTests(QueryArgumentsTests.Plain plain) : IClassFixture<QueryArgumentsTests.Plain>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stray_IsRefusedEverywhere()
    {
        var addresses = Addresses();
        Assert.Empty(Documented().Except(addresses.Select(address => address.Path)));
        foreach (var (method, path) in addresses)
        {
            using var answer = await SendAsync(method, $"{path}?nosuch=1");
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{method} {path} answers {answer.StatusCode}");
            Assert.Contains("'nosuch' is no argument here; ", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/audit?rout=status", HttpStatusCode.BadRequest, "did you mean 'route'? They are limit, route, who, before.")]
    [InlineData("/api/audit?Route=status", HttpStatusCode.BadRequest, "did you mean 'route'?")]
    [InlineData("/api/reports/status/changes?dya=2026-11-28", HttpStatusCode.BadRequest, "did you mean 'day'?")]
    [InlineData("/reports/status/changes?day=2026-13-28", HttpStatusCode.BadRequest, "'day' is '2026-13-28'; send one as 20")]
    [InlineData("/api/reports/status/changes?day=%20", HttpStatusCode.BadRequest, "'day' is ' '")]
    [InlineData("/api/reports/status/changes?day=2026-11-28&day=2026-11-27", HttpStatusCode.BadRequest, "'day' is '")]
    [InlineData("/api/audit?limit=1&limit=2", HttpStatusCode.BadRequest, "'limit' is '1' and '2'; send it once.")]
    [InlineData("/api/divergences?state=open&state=fixed", HttpStatusCode.BadRequest, "'state' is 'open' and 'fixed'; send it once.")]
    [InlineData("/reports/status?sort=count&sort=", HttpStatusCode.BadRequest, "'sort' is 'count' and ''; send it once.")]
    [InlineData("/api/audit?limit=&before=&route=&who=", HttpStatusCode.OK, "\"entries\"")]
    [InlineData("/audit?limit=&before=", HttpStatusCode.OK, "No change")]
    [InlineData("/api/sign-off/status?format=", HttpStatusCode.OK, "\"route\"")]
    [InlineData("/api/reports/status/changes?day=&build=", HttpStatusCode.OK, "\"route\"")]
    [InlineData("/divergences?q=&kind=&severity=&state=&sort=&page=&route=", HttpStatusCode.OK, "Divergences")]
    [InlineData("/reports?state=open", HttpStatusCode.BadRequest, "this address takes none")]
    [InlineData("/reports/status?route=health", HttpStatusCode.BadRequest, "'route' is no argument here")]
    [InlineData("/reports/status/0123456789abcdef?sample=newest", HttpStatusCode.BadRequest, "'sample' is 'newest'; send the number of one.")]
    [InlineData("/api/sign-off/status?format=marcdown", HttpStatusCode.BadRequest, "did you mean 'markdown'?")]
    [InlineData("/divergences?route=stauts", HttpStatusCode.NotFound, "did you mean 'status'?")]
    [InlineData("/divergences?route=status", HttpStatusCode.OK, "Divergences of status")]
    [InlineData("/nosuch?nosuch=1", HttpStatusCode.NotFound, "There is nothing here")]
    [InlineData("/audit?route=&who=", HttpStatusCode.OK, "No change is as asked for.")]
    [InlineData("/decommission?days=", HttpStatusCode.OK, "in the last 7 days")]
    [InlineData("/decommission?day=1", HttpStatusCode.BadRequest, "did you mean 'days'?")]
    public async Task Argument_IsHeededOrRefused(string address, HttpStatusCode status, string said)
    {
        using var answer = await SendAsync("GET", address);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/audit?before=x", "text/plain", "'before' is 'x'; send the id of an entry.")]
    [InlineData("/audit?limit=0", "text/plain", "'limit' is '0'; send a number from 1 to 1000.")]
    [InlineData("/audit?limit=1&limit=1", "text/plain", "'limit' is '1' and '1'; send it once.")]
    [InlineData("/api/audit?before=x", "application/json", "\"'before' is 'x'; send the id of an entry.\"")]
    [InlineData("/decommission?days=0", "text/plain", "'days' is '0'; send a number from 1 to 3650.")]
    [InlineData("/api/decommission?days=x", "application/json", "\"'days' is 'x'; send a number from 1 to 3650.\"")]
    public async Task Error_IsOfTheAddresssKind(string address, string type, string said)
    {
        using var answer = await SendAsync("GET", address);

        Assert.Equal((HttpStatusCode.BadRequest, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains(said, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string address)
    {
        using var client = plain.Gateway.Management;
        using var request = new HttpRequestMessage(new(method), address);
        if (method == "POST")
            request.Content = new StringContent("{}", Encoding.UTF8, MediaTypeNames.Application.Json);
        return await client.SendAsync(request, Token);
    }

    /// <summary>All that are held to their arguments, with something in the place of their values.</summary>
    private List<(string Method, string Path)> Addresses() =>
    [
        .. plain.Gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<QueryArguments>() is not null)
            .Select(endpoint => (endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods[0], Filled(endpoint.RoutePattern.RawText!))),
    ];

    /// <summary>The addresses in the table of docs/api.md.</summary>
    private static IEnumerable<string> Documented() => File.ReadLines(RepositoryRoot.Combine("docs", "api.md"))
        .Where(line => line.StartsWith("| [", StringComparison.Ordinal))
        .SelectMany(line => Code().Matches(line.Split('|')[3]).Select(match => match.Groups[1].Value))
        .Where(path => path is not ("/fixed" or "/reopen" or "/resume" or "/abort" or "/healthz" or "/livez" or "/readyz")) // ends of the address before them; and a probe may ask as it likes
        .Select(Filled);

    private static string Filled(string pattern)
    {
        var path = Parameter().Replace(pattern, match => match.Groups[1].Value switch { "route" => "status", "fingerprint" => "0123456789abcdef", "document" or "documentName" => "public", _ => "1" });
        return path.Length == 0 ? "/" : path;
    }

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("`([^`]*)`")]
    private static partial Regex Code();

    /// <summary>One gateway for all of them.</summary>
    public sealed class Plain : IAsyncLifetime
    {
        internal GatewayApp Gateway { get; } = new(new Uri("http://127.0.0.1:1"));

        public ValueTask InitializeAsync()
        {
            Gateway.Start();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}

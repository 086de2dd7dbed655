using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Strangler.Gateway.Routing;
using Strangler.Services.Descriptions;
using Yarp.ReverseProxy.Model;

namespace Strangler.Gateway.Tests.ApiDocuments;

public sealed class ApiDocumentsTests(ServedDocuments served) : IClassFixture<ServedDocuments>
{
    /// <summary>Those of the management port that are in no document: what there is where nothing is, and the documents.</summary>
    private static readonly string[] InNone = ["/{**path}", "/openapi/{documentName:regex(^(public|management)$)}.json"];

    private static readonly string[] Probes = ["/healthz", "/livez", "/readyz"];

    [Theory]
    [InlineData("public")]
    [InlineData("management")]
    public void Document_IsValidOpenApi31_WithoutAWarning(string name)
    {
        var read = OpenApiDocument.Parse(served.Text(name), OpenApiConstants.Json);

        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic!.SpecificationVersion);
        Assert.Empty(read.Diagnostic.Errors);
        Assert.Empty(read.Diagnostic.Warnings);
        Assert.NotEmpty(read.Document!.Paths);
    }

    [Theory]
    [InlineData("public")]
    [InlineData("management")]
    public async Task Document_IsTheSame_WheneverItIsAsked(string name) =>
        Assert.Equal(served.Text(name), await served.Client.GetStringAsync($"/openapi/{name}.json", TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("public")]
    [InlineData("management")]
    public void Operations_HaveNamesOfTheirOwn_ASummary_AndErrors(string name)
    {
        var operations = Operations(name).ToList();

        Assert.Equal(operations.Count, operations.Select(one => (string)one.Operation["operationId"]!).Distinct().Count());
        Assert.All(operations, one => Assert.False(string.IsNullOrEmpty((string?)one.Operation["summary"]), $"{one.Method} {one.Path}"));
        Assert.All(
            operations.Where(one => !Probes.Contains(one.Path)),
            one => Assert.Contains(one.Operation["responses"]!.AsObject(), answer => answer.Key[0] is '4' or '5'));
    }

    [Fact]
    public void PublicDocument_HasEveryRoute()
    {
        var tagged = Operations("public").SelectMany(one => one.Operation["tags"]!.AsArray()).Select(tag => (string)tag!).ToHashSet();

        Assert.Equal(served.Routes.Order(StringComparer.Ordinal), served.Json("public")["tags"]!.AsArray().Select(tag => (string)tag!["name"]!));
        Assert.Equal(served.Routes.ToHashSet(), tagged);
    }

    [Fact]
    public void EveryModule_SaysWhatItAnswers_AndIsInThePublicDocument()
    {
        var paths = served.Json("public")["paths"]!.AsObject();

        Assert.All(served.Endpoints.Where(IsModern), endpoint =>
        {
            Assert.NotEmpty(endpoint.Metadata.GetMetadata<DescribedMethods>()?.Names ?? []);
            Assert.NotEmpty(endpoint.Metadata.GetOrderedMetadata<DescribedAnswer>());
            Assert.NotNull(endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>());
            Assert.True(paths.ContainsKey(endpoint.RoutePattern.RawText!.Replace("{**", "{", StringComparison.Ordinal)), endpoint.RoutePattern.RawText);
        });
    }

    [Fact]
    public void EveryEndpointOfTheManagementPort_IsInItsDocument()
    {
        var described = Operations("management").Select(one => $"{one.Method} {one.Path}").Order(StringComparer.Ordinal);
        var mapped = from endpoint in served.Endpoints
                     where !IsModern(endpoint) && endpoint.Metadata.GetMetadata<RouteModel>() is null && !InNone.Contains(endpoint.RoutePattern.RawText)
                     from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"]
                     select $"{method} {endpoint.RoutePattern.RawText!.Replace(":long", "", StringComparison.Ordinal)}";

        Assert.Equal(mapped.Order(StringComparer.Ordinal), described);
    }

    [Fact]
    public async Task AnswersOfTheManagementPort_FitItsDocument()
    {
        var api = new DescribedApi(served.Json("management"));
        foreach (var path in Operations("management").Where(one => one.Method == "GET" && !one.Path.Contains('{')).Select(one => one.Path))
        {
            using var answer = await served.Client.GetAsync(path, TestContext.Current.CancellationToken);
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.Null(await api.FaultAsync("GET", path, (int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, body));
        }
    }

    [Fact]
    public async Task Refusals_FitTheManagementDocument()
    {
        var api = new DescribedApi(served.Json("management"));
        foreach (var (method, path, _) in Operations("management").Where(one => !Probes.Contains(one.Path)))
        {
            using var request = new HttpRequestMessage(HttpMethod.Parse(method), path.Replace("{id}", "1", StringComparison.Ordinal) + "?nonsense=1");
            if (method == "POST")
                request.Content = new StringContent("{}", null, "application/json");
            using var answer = await served.Client.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Null(await api.FaultAsync(
                method, path, 400, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        }
    }

    [Fact]
    public void SchemasOfTheManagementPort_AreExplained_AndNamedAsTheyAreWritten()
    {
        var schemas = served.Json("management")["components"]!["schemas"]!.AsObject();

        Assert.Contains("operator's table", (string)schemas["BoardResponse"]!["description"]!, StringComparison.Ordinal);
        Assert.Contains("Scheme, host and port", (string)schemas["LegacyResponse"]!["properties"]!["address"]!["description"]!, StringComparison.Ordinal);
        Assert.Equal(["reason", "who"], schemas["RollbackRequest"]!["required"]!.AsArray().Select(name => (string)name!).Order(StringComparer.Ordinal));
        Assert.Equal("string", (string?)schemas["RollbackRequest"]!["properties"]!["who"]!["type"]);
    }

    [Fact]
    public async Task Documents_StandBehindTheGuard_AndHaveNoOthersBesideThem()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/public.json") { Headers = { Host = "evil.example" } };
        using var guarded = await served.Client.SendAsync(request, TestContext.Current.CancellationToken);
        using var other = await served.Client.GetAsync("/openapi/other.json", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, guarded.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.Contains("docs/api.md", await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static bool IsModern(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<ModernEndpoint>() is not null;

    private IEnumerable<(string Method, string Path, JsonNode Operation)> Operations(string name) =>
        from path in served.Json(name)["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (operation.Key.ToUpperInvariant(), path.Key, operation.Value);
}

using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Gateway.Routing;

namespace Strangler.Gateway.Tests.ApiDocuments;

/// <summary>Both documents as a gateway serves them, and that gateway. It has no legacy.</summary>
public sealed class ServedDocuments : IAsyncLifetime
{
    private readonly GatewayApp _app = new(new Uri("http://127.0.0.1:1"));
    private readonly Dictionary<string, string> _texts = [];

    public HttpClient Client => _app.Management;

    public IEnumerable<RouteEndpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public IReadOnlyList<string> Routes => _app.Services.GetRequiredService<RouteTable>().Routes;

    public string Text(string document) => _texts[document];

    public JsonObject Json(string document) => (JsonObject)JsonNode.Parse(Text(document))!;

    public async ValueTask InitializeAsync()
    {
        _app.Start();
        foreach (var document in new[] { "public", "management" })
            _texts[document] = await Client.GetStringAsync($"/openapi/{document}.json", TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}

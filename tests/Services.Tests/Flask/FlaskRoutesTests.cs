using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Strangler.Services.Flask;
using Strangler.Services.Tests.Hosting;

namespace Strangler.Services.Tests.Flask;

/// <summary>Legacy's routes as a whole (contract 1, 3.3, 9.1).</summary>
public sealed class FlaskRoutesTests
{
    [Theory]
    [InlineData("/api/connect", true)]
    [InlineData("/api/cancel/a;b", true)]
    [InlineData("/api/cancel_all", true)]
    [InlineData("/api/connect/", false)]
    [InlineData("/API/connect", false)]
    [InlineData("/api//connect", false)]
    [InlineData("/api/cancel/", false)]
    [InlineData("/api/cancel/a/b", false)]
    [InlineData("/api/status", false)]
    [InlineData("/", false)]
    public void IsPostOnly_APath(string path, bool postOnly) => Assert.Equal(postOnly, FlaskRoutes.IsPostOnly(path));

    [Fact]
    public async Task IsPostOnly_ThePathOfEveryModule_IsAsItsRouteSays()
    {
        await using var host = await ModuleHost.StartAsync([], TestContext.Current.CancellationToken);
        FlaskRoute[] routes = [.. from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints
                                  let route = endpoint.Metadata.GetMetadata<FlaskRoute>()
                                  where route is not null
                                  select route];

        Assert.Equal(9, routes.Count(route => route.IsPost));
        Assert.All(routes, route => Assert.Equal(route.IsPost, FlaskRoutes.IsPostOnly(route.Path)));
    }

    [Theory]
    [InlineData("/socket.io/", true)]
    [InlineData("/socket.io/socket.io.js", true)]
    [InlineData("/socket.io", false)]
    [InlineData("/Socket.io/", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsEngine_APath(string? path, bool engine) => Assert.Equal(engine, FlaskRoutes.IsEngine(path));

    [Theory]
    [InlineData("/static/x", true)]
    [InlineData("/static/a//b", true)]
    [InlineData("/static/", false)]
    [InlineData("/static//x", false)]
    [InlineData("/static/a\nb", false)]
    [InlineData("/Static/x", false)]
    public void IsStatic_APath(string path, bool isStatic) => Assert.Equal(isStatic, FlaskRoutes.IsStatic(path));
}

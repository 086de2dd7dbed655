using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Strangler.Gateway.Cutover;
using Strangler.Gateway.Decommission;
using Strangler.Gateway.Fallback;
using Strangler.Gateway.Routing;
using Strangler.Gateway.Tests.Jobs;
using Strangler.Services.Flask;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Tests.Fallback;

/// <summary>That legacy could answer costs an answer of modern's nothing.</summary>
public sealed class FallbackAllocationTests
{
    [Fact]
    public async Task AnswerOfModern_AllocatesNothingMore()
    {
        var options = Options.Create(new FallbackOptions());
        var middleware = new FallbackMiddleware(
            _ => Task.CompletedTask, _ => Task.CompletedTask, new FallbackRule(options, new FakeJobs()), new FallbackBreakers(options, TimeProvider.System),
            new FallbackCounts(new Meters(), TimeProvider.System, NullLogger<FallbackCounts>.Instance), new LegacyUse(TimeProvider.System), options, TimeProvider.System);
        var context = new DefaultHttpContext { Request = { Method = "GET" } };
        context.Features.Set<ICutoverFeature>(CutoverDecision.For("status", Strangler.Contract.Stage.Live, new ModernEndpoint(SideEffect.Safe, PathPattern.Parse("/api/status")), run: null, new Uri("http://127.0.0.1:1")));
        for (var i = 0; i < 1000; i++)
            await middleware.InvokeAsync(context);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            _ = middleware.InvokeAsync(context);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private sealed class Meters : System.Diagnostics.Metrics.IMeterFactory
    {
        public System.Diagnostics.Metrics.Meter Create(System.Diagnostics.Metrics.MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}

using Microsoft.AspNetCore.Http;
using Strangler.Gateway.Decommission;

namespace Strangler.Gateway.Tests.Decommission;

public sealed class LegacyUseTests
{
    private readonly LegacyUse _use = new(TimeProvider.System);

    /// <summary>It stands on the path of each request that is proxied.</summary>
    [Fact]
    public void Add_OfAKnownCaller_AllocatesNothing()
    {
        var context = Request("curl/8.5.0");
        for (var i = 0; i < 1000; i++)
            _use.Add(context, "status", "flag");

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            _use.Add(context, "status", "flag");

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(2000, Assert.Single(_use.Take()).Value.Count);
    }

    [Fact]
    public void Add_OfEndlessNames_TakesNoEndlessMemory_AndLosesNoRequest()
    {
        for (var number = 0; number < 5000; number++)
            _use.Add(Request($"Agent/{number}"), "status", "flag");

        var taken = _use.Take();
        Assert.Equal(1001, taken.Count);
        Assert.Equal(5000, taken.Values.Sum(count => count.Count));

        _use.Return(taken);
        Assert.Equal(5000, _use.Take().Values.Sum(count => count.Count));
        Assert.Empty(_use.Take());
    }

    private static DefaultHttpContext Request(string agent)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.UserAgent = agent;
        return context;
    }
}

using System.Diagnostics;
using Strangler.Gateway.Legacy;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace Strangler.Gateway.Traces;

/// <summary>Tells legacy of the trace (W3C Trace Context), where the client has not: what a client sends goes on as it is.</summary>
internal sealed class TraceParentTransform : RequestTransform
{
    private const string Header = "traceparent";

    /// <summary>Legacy refuses more than 99 header lines (contract 3.7): a request near that limit is not told of.</summary>
    private const int MostHeaders = 90;

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var headers = context.HttpContext.Request.Headers;
        if (headers.Count <= MostHeaders && !headers.ContainsKey(Header) && Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id })
            AddHeader(context, Header, id);
        return default;
    }
}

/// <summary>Puts it on every way to legacy.</summary>
internal sealed class TraceTransforms : TransformProvider
{
    public override void Apply(TransformBuilderContext context) => context.RequestTransforms.Add(new TraceParentTransform());
}

namespace Strangler.ShadowDiff.Model;

/// <summary>Where traces can be looked at. The host registers one.</summary>
public interface ITraceViewer
{
    /// <summary>The page of a trace; null where nobody has said.</summary>
    /// <param name="traceId">Its id: 32 hexadecimal digits.</param>
    Uri? PageOf(string traceId);
}

/// <summary>Of a host that has none.</summary>
internal sealed class NoTraceViewer : ITraceViewer
{
    public Uri? PageOf(string traceId) => null;
}

namespace Strangler.Gateway.Cutover;

/// <summary>Section <c>Cutover</c>.</summary>
internal sealed class CutoverOptions
{
    /// <summary>Sends every route to legacy while this process lives, whatever the flags say; the argument <c>--legacy-flask-proxy</c>.</summary>
    public bool LegacyFlaskProxy { get; set; }
}

/// <summary>What answers say of the cutover, section <c>Gateway</c>.</summary>
internal sealed class ServedByOptions
{
    /// <summary>Whether each public answer has the header <c>X-Served-By</c>.</summary>
    public bool ServedByHeader { get; set; }
}

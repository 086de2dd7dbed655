namespace Strangler.ShadowDiff.Reports;

/// <summary>One fingerprint and one exchange that shows it.</summary>
/// <param name="Route">The route.</param>
/// <param name="Stage">Its stage.</param>
/// <param name="Finding">The fingerprint.</param>
/// <param name="Examples">All that are kept, newest first.</param>
/// <param name="Example">The one in hand; null when none is kept.</param>
/// <param name="NoRerun">Why the request cannot be sent again; null when it can.</param>
/// <param name="Servers">Where the two sides can be asked by hand.</param>
/// <param name="CleanToClose">Clean comparisons that close it once it is marked fixed.</param>
/// <param name="Trace">Where the trace of the one in hand can be looked at; null where it has none, or nobody knows.</param>
public sealed record SampleView(
    string Route,
    string Stage,
    Finding Finding,
    IReadOnlyList<ExampleReport> Examples,
    ExampleReport? Example,
    string? NoRerun,
    (Uri? Legacy, Uri? Public) Servers,
    int CleanToClose,
    Uri? Trace);

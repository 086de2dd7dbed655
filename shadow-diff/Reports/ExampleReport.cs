using Strangler.ShadowDiff.Store;

namespace Strangler.ShadowDiff.Reports;

/// <summary>An exchange that shows a divergence: where exactly, both values there, and both sides whole.</summary>
public sealed record ExampleReport(
    DateTimeOffset At,
    string ServedBy,
    string Path,
    string? LegacyValue,
    string? ModernValue,
    StoredRequest Request,
    StoredResponse Legacy,
    StoredResponse Modern,
    long Id);

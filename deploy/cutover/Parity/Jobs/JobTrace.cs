using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Parity.Jobs;

/// <summary>What one side told of one backup, from its start until a while after its end.</summary>
/// <param name="JobId">Null when it was not started.</param>
/// <param name="Values">The job's and the user's name, which differ between the sides.</param>
internal sealed record JobTrace(string? JobId, CapturedValues Values)
{
    public SideAnswer? Start { get; init; }

    /// <summary>The phases in the order in which they came, with the first answer in each.</summary>
    public IReadOnlyList<(string Phase, CapturedResponse First)> Phases { get; init; } = [];

    /// <summary>The last answer about its status; null where there was none.</summary>
    public CapturedResponse? Last { get; init; }

    /// <summary>Places whose number fell within a phase.</summary>
    public IReadOnlyList<string> Falls { get; init; } = [];

    public SideAnswer? Performance { get; init; }

    /// <summary>The answer to a cancellation that comes too late.</summary>
    public SideAnswer? Cancellation { get; init; }

    /// <summary>The received files before the start, and after the end: both sides may look into one folder.</summary>
    public SideAnswer? EarlierReceipts { get; init; }

    public SideAnswer? Receipts { get; init; }

    /// <summary>Events over Socket.IO about it, each name once; null where nobody answered there.</summary>
    public HeardEvents? Events { get; init; }

    /// <summary>Why it ended early; null when it did not.</summary>
    public string? Failure { get; init; }
}

using Strangler.Contract.Management;

namespace Strangler.Gateway.Cutover;

/// <summary>What became of an operator's request: the changes in force, or why there are none.</summary>
/// <param name="Refusal">Null when it was carried out.</param>
/// <param name="Changes">What moved; empty when everything was there already.</param>
/// <param name="Warning">Carried out, but something needs a person.</param>
internal sealed record CutoverOutcome(CutoverRefusal? Refusal, IReadOnlyList<Change> Changes, string? Warning = null)
{
    public static CutoverOutcome Of(SwapOutcome swapped) => new(null, swapped.Changes, swapped.Warning);

    public static CutoverOutcome Refused(CutoverRefusalKind kind, params IReadOnlyList<string> errors) => new(new CutoverRefusal(kind, errors), []);
}

/// <summary>Why a request was refused.</summary>
internal sealed record CutoverRefusal(CutoverRefusalKind Kind, IReadOnlyList<string> Errors);

internal enum CutoverRefusalKind
{
    /// <summary>No such route or audit entry.</summary>
    Unknown,

    /// <summary>The request itself is wrong.</summary>
    Invalid,

    /// <summary>A cutover constraint would not hold; can be forced.</summary>
    Constraint,

    /// <summary>There is no legacy that could answer; cannot be forced.</summary>
    NoLegacy,

    /// <summary>The route has not shown enough to be answered by modern; can be forced.</summary>
    Gate,

    /// <summary>The gateway has taken the route back, and only a person brings it forward.</summary>
    Latched,

    /// <summary>The route's module cannot work; can be forced.</summary>
    NotReady,

    /// <summary>features.json could not be read or written.</summary>
    File,
}

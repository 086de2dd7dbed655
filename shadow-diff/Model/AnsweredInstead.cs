namespace Strangler.ShadowDiff.Model;

/// <summary>
/// Feature of a request that the side of its plan was to answer and could not, so that the other side did, or the host. The exchange is still the
/// plan's: what is compared is the failure, and not what the client got. A 5xx that the side gave is an answer like any other.
/// </summary>
/// <param name="Failure">What the side's code threw; null where the side was not asked or gave no answer, and there is nothing to compare.</param>
public sealed record AnsweredInstead(Exception? Failure);

using Strangler.Testing.Recordings;

namespace Strangler.EndToEnd.Tests.Recordings;

/// <summary>How the replay of one recording ended.</summary>
/// <remarks>
/// <c>Used</c> are the rules that explained a difference, and the substitutions. <c>Failure</c> is null when the answer was the recorded one
/// but for those; else it says what is wrong, at length.
/// </remarks>
internal sealed record Outcome(Recording Recording, Target Target, IReadOnlyList<string> Used, string? Failure);

namespace Strangler.EndToEnd.Tests.Recordings.Jobs;

/// <summary>How a recorded life was played at a target.</summary>
/// <param name="Name">As recorded.</param>
/// <param name="Used">Quirks that made it another life, on purpose.</param>
/// <param name="Passed">Whether it was as recorded but for these.</param>
internal sealed record LifecycleOutcome(string Name, Target Target, IReadOnlyList<string> Used, bool Passed);

using Strangler.Contract;

namespace Strangler.Gateway.Cutover;

/// <summary>What a move by a plan asks for beyond one by a person: what a person does meanwhile, here or in the file, comes first.</summary>
/// <param name="From">Where the route is, in force and in the file.</param>
/// <param name="Criteria">The gate's criteria that count; null for all.</param>
/// <param name="Objection">Asked when the move has its turn; null when there is none.</param>
internal sealed record PlannedStep(RouteStage From, IReadOnlyCollection<string>? Criteria, Func<string?> Objection)
{
    /// <summary>The file, unless it says something else of the route than what is in force.</summary>
    /// <exception cref="IOException">It does: somebody has edited it, and that is not read yet.</exception>
    public FeaturesFile Checked(string route, FeaturesFile file) => file.LegacyOnly || file.ShownStages.GetValueOrDefault(route) != From.ToString()
        ? throw new IOException($"it has another stage of '{route}' than {From}, which is in force, or legacy-only")
        : file;
}

namespace Strangler.Benchmarks.Charts;

/// <summary>Lines over one quantity, both axes by powers of ten.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="X">The quantity that grows, with its unit.</param>
/// <param name="Lines">Points of each; all above zero, but for an x of 0, which is drawn at the left end.</param>
internal sealed record LineChart(string Title, string X, IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> Lines);

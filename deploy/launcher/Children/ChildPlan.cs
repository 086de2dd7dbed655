namespace Strangler.Launcher.Children;

/// <summary>One long-running program to start.</summary>
/// <param name="Name">How messages call it, e.g. <c>gateway</c>.</param>
/// <param name="Program">The executable.</param>
/// <param name="Arguments">Its arguments; they must make it end when its standard input ends.</param>
/// <param name="Folder">Its working folder.</param>
/// <param name="GracePeriod">How long it may take to end by itself before it is killed.</param>
/// <param name="WhenHealthyAsync">Completes once it serves, with the address.</param>
internal sealed record ChildPlan(
    string Name, string Program, IReadOnlyList<string> Arguments, string Folder, TimeSpan GracePeriod,
    Func<Announcements, CancellationToken, Task<Uri>> WhenHealthyAsync)
{
    /// <summary>What its environment has besides this process's own; null takes a variable away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();
}

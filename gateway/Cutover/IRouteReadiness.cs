namespace Strangler.Gateway.Cutover;

/// <summary>Knows whether the module of a route can work, before clients do.</summary>
internal interface IRouteReadiness
{
    /// <summary>Looks now. Null when it can; else why not and what to do, in sentences.</summary>
    Task<string?> ProblemOfAsync(string route, CancellationToken cancellationToken);

    /// <summary>
    /// Somebody moves the route forward: by force, what fails now is no reason to take it back, and without it is one, whatever an earlier move was.
    /// </summary>
    /// <returns>Takes that back, where the route is not moved after all.</returns>
    Action Moves(string route, bool isForced);
}

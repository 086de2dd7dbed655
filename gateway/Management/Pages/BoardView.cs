using Strangler.Contract.Management;

namespace Strangler.Gateway.Management.Pages;

/// <summary>What the board's page shows.</summary>
/// <param name="Plans">The names of the plans that a route can be promoted by, the usual one first.</param>
public sealed record BoardView(BoardResponse Board, TimelineResponse Timeline, IReadOnlyList<string> Plans);

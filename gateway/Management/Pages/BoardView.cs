using Strangler.Contract.Management;

namespace Strangler.Gateway.Management.Pages;

/// <summary>What the board's page shows.</summary>
public sealed record BoardView(BoardResponse Board, TimelineResponse Timeline);

namespace Strangler.Contract;

/// <summary>Names of routes that the code itself has to know.</summary>
public static class RouteNames
{
    /// <summary>The pages' live channel, which moves as one.</summary>
    public const string Realtime = "realtime";
}

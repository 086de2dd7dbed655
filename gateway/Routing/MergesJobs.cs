namespace Strangler.Gateway.Routing;

/// <summary>Endpoint metadata: the route tells of all jobs, whichever side they run on.</summary>
internal sealed class MergesJobs
{
    public static readonly MergesJobs Instance = new();

    private MergesJobs()
    {
    }
}

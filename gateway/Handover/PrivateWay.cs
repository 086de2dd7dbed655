namespace Strangler.Gateway.Handover;

/// <summary>Feature of a connection that came from the gateway which takes this one's place, over a socket that is for this user alone.</summary>
internal sealed class PrivateWay
{
    public static readonly PrivateWay Instance = new();

    private PrivateWay()
    {
    }
}

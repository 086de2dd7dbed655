namespace Strangler.Gateway.Handover;

/// <summary>What is read once more when this gateway takes another's place: what that one changed since this one's start is neither new here nor this one's to write down.</summary>
internal interface ILastLook
{
    Task LookAsync(CancellationToken cancellationToken);
}

namespace Strangler.Services.Realtime;

/// <summary>When this process takes nobody any more: connections that would stay open by themselves end then, so that their clients go elsewhere.</summary>
public interface IDrainSignal
{
    /// <summary>Cancelled once, when that begins.</summary>
    CancellationToken Draining { get; }
}

using Strangler.Gateway.Configuration;
using Strangler.ShadowDiff.Store;

namespace Strangler.Gateway.Cutover;

/// <summary>Takes up what an earlier run has taken back, and what it gave up writing, before the first stage is in force.</summary>
internal sealed class EarlierRun(GatewayDatabase database, Latches latches, GatewayFiles files, FeaturesEdit features, TimeProvider time)
{
    /// <summary>A disk that does not answer must not hold up the start: what it has is taken up once it does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task TakeUpAsync()
    {
        try
        {
            var (held, inDoubt) = await Task.Run(() => database.Read(connection => (LatchTable.Find(connection, latches.File), InDoubtTable.Find(connection, latches.File)))).WaitAsync(Patience, time);
            latches.TakeUp(held, isLate: false);
            files.TakeUp(inDoubt);
            if (files.Features.Substituted.Count == 0 && files.StartsLate())
                features.HasLate();
        }
        catch (Exception ex) when (ex is StoreException or TimeoutException)
        {
            // The database's writer says why, and takes them up as soon as it can read.
        }
    }
}

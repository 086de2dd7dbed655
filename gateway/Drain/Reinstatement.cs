using Strangler.Gateway.Audit;
using Strangler.Gateway.Handover;
using Strangler.Services.Backups.Jobs;

namespace Strangler.Gateway.Drain;

/// <summary>A gateway whose place was taken serves again: the other is gone, and what it has left is this one's.</summary>
internal sealed class Reinstatement(Standby standby, DrainState drain, AuditBacklog audit, IJobFolder jobs, HandoverTransport transport)
{
    public void Return()
    {
        standby.End();
        drain.Abandon();
        audit.TakeUpLeft();
        jobs.SweepOthers();
        transport.Return();
    }
}

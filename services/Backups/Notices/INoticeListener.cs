namespace Strangler.Services.Backups.Notices;

/// <summary>Hears every notice, to pass it on to the pages that it holds: one for each kind of channel. A host registers as many as it has.</summary>
public interface INoticeListener
{
    /// <summary>Takes a notice; never waits and never throws. Notices of one job come in the order of its steps.</summary>
    void Hear(Notice notice);
}

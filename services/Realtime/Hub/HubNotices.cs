using System.Runtime.CompilerServices;
using Strangler.Services.Backups.Jobs;
using Strangler.Services.Backups.Notices;
using Strangler.Services.Realtime.Hub.Messages;

namespace Strangler.Services.Realtime.Hub;

/// <summary>Passes what happens to jobs on to every socket, adds how long a transfer still takes, and tells of the end of each job by its status.</summary>
internal sealed class HubNotices(HubSockets sockets, JobDirectory jobs, StatusMessages statuses, TransferSpeeds speeds, TimeProvider time) : INoticeListener
{
    private readonly ConditionalWeakTable<Job, object> _watched = [];

    public void Hear(Notice notice)
    {
        if (NoticeMessages.Of(notice, time.GetUtcNow().ToUnixTimeMilliseconds()) is not { } message)
            return;
        if (message.JobId is { } id && jobs.Find(id) is { State: not JobState.Ended } job) // Nobody tells of the end of another place's job.
        {
            Watch(job);
            message = WithEta(message);
        }

        Post(message);
    }

    private HubMessage WithEta(HubMessage message)
    {
        if (message is not { Type: "progress", JobId: { } id, BytesTransferred: { } sent, TotalBytes: { } total })
            return message;
        speeds.Note(id, sent);
        return message with { EtaMs = speeds.EtaMs(id, sent, total) };
    }

    private void Watch(Job job)
    {
        if (_watched.TryAdd(job, job.Id))
            _ = TellEndAsync(job);
    }

    private async Task TellEndAsync(Job job)
    {
        await job.Ended;
        speeds.Forget(job.Id);
        Post(await statuses.OfAsync(job));
    }

    private void Post(HubMessage message) =>
        sockets.Post(new OutgoingMessage(message.ToBytes(), message.JobId, message.Type == "progress" ? message.Phase : null));
}

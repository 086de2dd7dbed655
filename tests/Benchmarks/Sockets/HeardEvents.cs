using System.Buffers.Text;

namespace Strangler.Benchmarks.Sockets;

/// <summary>What one socket heard of each job. Reads both channels' messages by the few bytes that matter.</summary>
internal sealed class HeardEvents(JobLedger ledger, Lateness lateness)
{
    private readonly Lock _gate = new();
    private Heard[] _jobs = [];

    /// <summary>Messages about progress, of whatever phase.</summary>
    public long Progress { get; private set; }

    /// <summary>Messages that tell what had been told before; how far a transfer has got is another thing each time.</summary>
    public long Doubled { get; private set; }

    /// <summary>How far a transfer has got: less than before, or after the job's end.</summary>
    public long Disordered { get; private set; }

    public void Take(ReadOnlySpan<byte> message)
    {
        var news = NewsIn(message);
        if (news == News.None)
            return;
        var id = After(message, "\"job_id\":\""u8, "\"jobId\":\""u8);
        var number = ledger.NumberOf(id[..id.IndexOf((byte)'"')]);
        lateness.Note(After(message, "\"timestamp\":"u8));
        lock (_gate)
        {
            if (number >= _jobs.Length)
                Array.Resize(ref _jobs, (number + 1) * 2);
            Note(ref _jobs[number], news, message);
        }
    }

    /// <summary>What it heard of a job so far.</summary>
    public Heard Of(int number)
    {
        lock (_gate)
            return number < _jobs.Length ? _jobs[number] : default;
    }

    private void Note(ref Heard job, News news, ReadOnlySpan<byte> message)
    {
        Progress += news == News.Cancelled ? 0 : 1;
        if (news != News.Transfer)
        {
            Doubled += (job.News & news) == 0 ? 0 : 1;
            job.News |= news;
            return;
        }

        if (!Utf8Parser.TryParse(After(message, "\"progress\":"u8, "\"percent\":"u8), out byte percent, out _))
            return;
        Disordered += percent < job.Percent || (job.News & News.End) != 0 ? 1 : 0;
        job.Percent = percent;
    }

    private static News NewsIn(ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("42[\"job_cancelled\""u8) || message.StartsWith("{\"type\":\"jobCancelled\""u8))
            return News.Cancelled;
        if (!message.StartsWith("42[\"progress_update\""u8) && !message.StartsWith("{\"type\":\"progress\""u8))
            return News.None;
        var phase = After(message, "\"phase\":\""u8);
        return phase.StartsWith("EXECUTION"u8) ? News.Transfer
            : phase.StartsWith("CONFIG"u8) ? News.Configured
            : phase.StartsWith("COMPLETION"u8) ? News.Completed
            : phase.StartsWith("ERROR"u8) ? News.Failed
            : News.Stopped;
    }

    /// <summary>What stands behind the first of the names that is there; nothing when none is.</summary>
    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name, ReadOnlySpan<byte> otherName = default) =>
        message.IndexOf(name) is >= 0 and var at ? message[(at + name.Length)..]
        : otherName.IsEmpty ? default
        : After(message, otherName);
}

/// <summary>What a socket heard of one job.</summary>
internal struct Heard
{
    /// <summary>How far the transfer has got.</summary>
    public byte Percent;

    public News News;
}

/// <summary>What may be told of a job. All but <see cref="Transfer"/> is told once, and to everyone.</summary>
[Flags]
internal enum News : byte
{
    None = 0,
    Configured = 1,
    Transfer = 2,
    Completed = 4,
    Failed = 8,
    Stopped = 16,
    Cancelled = 32,
    End = Completed | Failed | Stopped,
}

using System.Text;
using System.Threading.Channels;
using Strangler.Gateway.Handover;
using Strangler.Services.Backups.Notices;

namespace Strangler.Gateway.Drain;

/// <summary>What happens to the jobs of a gateway whose place is taken, for the other, which holds the pages: a line for each notice, its name and its JSON.</summary>
internal sealed class LeftNotices(Standby standby) : INoticeListener
{
    private const int Most = 10_000;

    private readonly Channel<Notice> _notices = Channel.CreateBounded<Notice>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest });

    public void Hear(Notice notice)
    {
        if (standby.IsTrue && !notice.IsForeign)
            _notices.Writer.TryWrite(notice);
    }

    /// <summary>Writes them as they come, until the other goes away or this gateway ends.</summary>
    public async Task WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        await foreach (var notice in _notices.Reader.ReadAllAsync(cancellationToken))
        {
            await output.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(notice.Event), (byte)' ', .. notice.Payload.Span, (byte)'\n'], cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
    }
}

using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Strangler.Gateway.Cutover;
using Strangler.Services.Streams;
using Strangler.ShadowDiff.Model;

namespace Strangler.Gateway.Legacy;

/// <summary>
/// The body of a request to legacy: a read that waits for the client can be interrupted, and others read on. Kestrel's own stream does not
/// give its reader back when a read is cancelled, neither by a token nor by that reader; then nobody can read on, and the connection ends.
/// </summary>
/// <param name="reader">Kestrel's.</param>
internal sealed class ClientBody(PipeReader reader) : PassingStream
{
    /// <summary>Whether the read that waits, or comes next, is to be interrupted; to others nothing happens.</summary>
    public bool IsInterruptible { private get; set; }

    /// <summary>Middleware: stands before all that wraps the body.</summary>
    public static Task SetAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.Get<ICutoverFeature>() is { ServedBy: Side.Legacy } && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            var body = new ClientBody(context.Request.BodyReader);
            context.Features.Set(body);
            context.Request.Body = body;
        }

        return next(context);
    }

    /// <exception cref="OperationCanceledException">It was interrupted, or <paramref name="cancellationToken"/> cancelled.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var part = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, buffer.Length));
            var count = (int)part.Length;
            part.CopyTo(buffer.Span);
            reader.AdvanceTo(part.End);
            if (count > 0 || buffer.IsEmpty)
                return count;
            if (result.IsCanceled && IsInterruptible)
                throw new OperationCanceledException("The read was interrupted");
            if (result.IsCompleted)
                return 0;
        }
    }

    public void Interrupt() => reader.CancelPendingRead();
}

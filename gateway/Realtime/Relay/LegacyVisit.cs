using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Strangler.Services.Realtime.SocketIo;

namespace Strangler.Gateway.Realtime.Relay;

/// <summary>The gateway as a page that asks legacy a few things and goes. That changes nothing there (contract 9.4).</summary>
internal static class LegacyVisit
{
    /// <summary>What legacy tells in answer to each question, as a JSON array of events; null when the connection ended meanwhile.</summary>
    /// <exception cref="WebSocketException">Legacy cannot be reached, or the connection broke.</exception>
    public static async IAsyncEnumerable<byte[]?> AskAsync(Uri legacy, IEnumerable<SocketArguments> questions, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var page = await LegacyEvents.OpenAsync(legacy, time, cancellationToken);
        var listening = page.ListenAsync(static _ => { }, cancellationToken);
        foreach (var question in questions)
            yield return await page.AskAsync(question, cancellationToken);

        page.Dispose();
        await ((Task)listening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

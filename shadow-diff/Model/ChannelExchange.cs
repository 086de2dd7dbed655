namespace Strangler.ShadowDiff.Model;

/// <summary>A question over a long connection and what came back. It is compared, counted and shown as a request and its answer are.</summary>
/// <param name="Route">The route of the connection.</param>
/// <param name="ServedBy">The side that answered.</param>
/// <param name="Name">What was asked, e.g. <c>request_status</c>.</param>
/// <param name="Question">What the client sent: JSON.</param>
/// <param name="Answer">What it got: a JSON array.</param>
/// <param name="Duration">Until it had all of it.</param>
/// <param name="OtherSide">Asks the other side the same; null when that cannot be asked now.</param>
public sealed record ChannelExchange(
    string Route, Side ServedBy, string Name, byte[] Question, byte[] Answer, TimeSpan Duration, Func<CancellationToken, Task<byte[]?>> OtherSide);

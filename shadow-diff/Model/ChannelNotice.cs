namespace Strangler.ShadowDiff.Model;

/// <summary>
/// What one side told everybody over a long connection unasked, of a job of its own: the other side cannot be asked for the same. It is counted
/// as a pinned exchange is, and judged by shape.
/// </summary>
/// <param name="Route">The route of the connection.</param>
/// <param name="ToldBy">The side whose it is.</param>
/// <param name="Name">The event, e.g. <c>file_receipt</c>: one of a few that are known.</param>
/// <param name="Job">The job that it is about; null where it is about several.</param>
/// <param name="Payload">What it carries: JSON.</param>
public sealed record ChannelNotice(string Route, Side ToldBy, string Name, string? Job, ReadOnlyMemory<byte> Payload);

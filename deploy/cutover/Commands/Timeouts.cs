namespace Strangler.Cutover.Commands;

/// <summary>How long a call to the gateway may take.</summary>
internal static class Timeouts
{
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    /// <summary>A rollback has another way when the gateway is silent, so it does not wait long.</summary>
    public static readonly TimeSpan Rollback = TimeSpan.FromSeconds(3);
}

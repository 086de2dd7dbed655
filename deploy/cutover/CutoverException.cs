namespace Strangler.Cutover;

/// <summary>Why a command could not do its work; the message is one line: what, where, what to do.</summary>
/// <param name="message">The line.</param>
/// <param name="exitCode">One of <see cref="Strangler.Cutover.ExitCode"/>.</param>
/// <param name="gatewayFailed">True when the gateway is gone or broken, rather than saying no.</param>
internal sealed class CutoverException(string message, int exitCode, bool gatewayFailed = false) : Exception(message)
{
    public int ExitCode => exitCode;

    public bool GatewayFailed => gatewayFailed;
}

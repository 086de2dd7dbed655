namespace Strangler.CommandLine.Exit;

/// <summary>Why a command could not do its work; the message is one line: what, where, what to do.</summary>
/// <param name="message">The line.</param>
/// <param name="exitCode">One of <see cref="Strangler.CommandLine.Exit.ExitCode"/>.</param>
/// <param name="gatewayFailed">True when the gateway is gone or broken, rather than saying no.</param>
internal sealed class CommandException(string message, int exitCode, bool gatewayFailed = false) : Exception(message)
{
    public int ExitCode => exitCode;

    public bool GatewayFailed => gatewayFailed;

    /// <summary>The same with one more sentence where the gateway is gone or broken.</summary>
    public CommandException WithAdvice(string advice) => gatewayFailed ? new CommandException($"{Message} {advice}", exitCode, gatewayFailed: true) : this;
}

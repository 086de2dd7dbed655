using System.Runtime.InteropServices;

namespace Strangler.Launcher.Exit;

/// <summary>
/// Cancelled by Ctrl-C, Ctrl-Break, SIGTERM, a closed terminal, or a Windows log-off. The process then lives on until it has
/// stopped what it started.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private static readonly PosixSignal[] Signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGHUP];
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations;

    public StopSignal() => _registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _stop.Cancel();
    }
}

using Yarp.ReverseProxy.Configuration;

namespace Strangler.Gateway.Configuration;

/// <summary>Hears from YARP whether routes and clusters came into force: it applies an edit by itself, a moment after it was announced.</summary>
internal sealed class ProxyChanges : IConfigChangeListener
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private TaskCompletionSource<string?> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Announces an edit and waits until it is in force. Errors say why it is not.</summary>
    public async Task<IReadOnlyList<string>> ApplyAsync(Func<IReadOnlyList<string>> announce, CancellationToken cancellationToken)
    {
        var next = _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (announce() is { Count: > 0 } errors)
            return errors;

        try
        {
            return await next.Task.WaitAsync(Patience, cancellationToken) is { } error ? [error] : [];
        }
        catch (TimeoutException)
        {
            return ["the proxy has not taken it over; its log says more"];
        }
    }

    public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs) => _next.TrySetResult(null);

    public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception) => _next.TrySetResult(exception.GetBaseException().Message);

    public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception) => _next.TrySetResult(exception.GetBaseException().Message);

    public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
        // Read, but not in force yet.
    }
}

using Strangler.EndToEnd.Tests.Npm;

namespace Strangler.EndToEnd.Tests.SocketIoClient;

/// <summary>socket.io-client, the client of today's pages.</summary>
internal static class SocketIoClientPackage
{
    private static readonly NpmPackages Packages = new("SocketIoClient", "socket.io-client");

    /// <summary>The build for browsers, which pages load by a script tag.</summary>
    public static Task<string> BrowserScriptAsync() => Packages.FileAsync("socket.io-client", "dist", "socket.io.min.js");

    /// <summary>What a script of this folder writes, line by line; it must end well.</summary>
    public static Task<IReadOnlyList<string>> RunAsync(string script, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        Packages.RunAsync(script, arguments, cancellationToken);
}

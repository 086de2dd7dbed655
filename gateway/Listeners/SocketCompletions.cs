namespace Strangler.Gateway.Listeners;

/// <summary>
/// Lets what follows a socket operation run on the thread that saw it finish, which saves a switch of threads per read (Linux; other
/// systems ignore it). The runtime reads the variable when the first socket is made, so this comes before any.
/// </summary>
internal static class SocketCompletions
{
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    public static void RunInline()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
            Environment.SetEnvironmentVariable(Variable, "1");
    }
}

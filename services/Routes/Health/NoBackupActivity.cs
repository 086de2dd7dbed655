namespace Strangler.Services.Routes.Health;

/// <summary>The activity of a process that owns neither jobs nor sockets.</summary>
internal sealed class NoBackupActivity : IBackupActivity
{
    public int Jobs => 0;

    public int Sockets => 0;
}

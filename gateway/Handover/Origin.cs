namespace Strangler.Gateway.Handover;

/// <summary>How this process was started, so that another can be started in the same way.</summary>
internal static class Origin
{
    /// <summary>The folder that it was started in, before it went to another.</summary>
    public static string Folder { get; private set; } = Environment.CurrentDirectory;

    /// <summary>Takes note of the folder; first of all.</summary>
    public static void Note() => Folder = Environment.CurrentDirectory;
}

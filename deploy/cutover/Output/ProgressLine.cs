namespace Strangler.CommandLine.Output;

/// <summary>How far a run is, in one line of standard error that is written over; nothing where that is no terminal.</summary>
internal sealed class ProgressLine(int total) : IDisposable
{
    private readonly bool _isShown = !Console.IsErrorRedirected;
    private int _length;

    public void Show(int done) => Write($"{done} of {total} cases");

    /// <summary>Takes the line off the terminal; disposing does, too.</summary>
    public void Clear() => Write("");

    public void Dispose() => Clear();

    private void Write(string text)
    {
        if (_isShown)
            Console.Error.Write($"\r{text.PadRight(_length)}{(text.Length == 0 ? "\r" : "")}");
        _length = text.Length;
    }
}

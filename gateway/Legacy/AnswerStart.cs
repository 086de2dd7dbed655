namespace Strangler.Gateway.Legacy;

/// <summary>Finds in what legacy sends where its final answer begins: after interim ones, <c>100 Continue</c> above all.</summary>
internal sealed class AnswerStart
{
    /// <summary>Where the status is in a status line: <c>HTTP/1.1 200 OK</c>.</summary>
    private const int Status = 9;

    private int _position;
    private bool _isInterim;
    private bool _isLineEmpty;

    /// <summary>Whether what has come so far is known to be interim or final.</summary>
    public bool IsKnown => IsFinal || _isInterim;

    public bool IsFinal { get; private set; }

    /// <summary>Whether the final answer has begun with these bytes or before.</summary>
    public bool Accept(ReadOnlySpan<byte> bytes)
    {
        foreach (var next in bytes)
        {
            if (IsFinal)
                break;
            if (_isInterim)
                SkipInterim(next);
            else if (_position++ == Status)
                (_isInterim, IsFinal, _isLineEmpty) = (next == '1', next != '1', false);
        }

        return IsFinal;
    }

    /// <summary>An interim answer ends with an empty line.</summary>
    private void SkipInterim(byte next)
    {
        if (next == '\n' && _isLineEmpty)
            (_isInterim, _position) = (false, 0);
        else if (next != '\r')
            _isLineEmpty = next == '\n';
    }
}

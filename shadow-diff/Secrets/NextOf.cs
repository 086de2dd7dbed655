namespace Strangler.ShadowDiff.Secrets;

/// <summary>Where something stands next in a text, found once for all places before it.</summary>
/// <param name="sought">What is looked for.</param>
internal sealed class NextOf(string sought)
{
    private int _from = -1;
    private int _found = -1;

    /// <returns>Negative when there is no other.</returns>
    public int Next(string text, int from)
    {
        if (_from < 0 || from < _from || (_found >= 0 && from > _found))
            (_from, _found) = (from, text.IndexOf(sought, from, StringComparison.Ordinal));

        return _found;
    }
}

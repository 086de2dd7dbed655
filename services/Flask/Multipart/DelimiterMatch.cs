namespace Strangler.Services.Flask.Multipart;

/// <summary>
/// What a search for a delimiter came to. Found: the bytes up to <paramref name="Start"/> are before it, those from
/// <paramref name="End"/> on after it. Not found (<paramref name="End"/> is 0): the bytes up to <paramref name="Start"/> cannot
/// belong to one.
/// </summary>
internal readonly record struct DelimiterMatch(int Start, int End, bool IsClosing)
{
    public bool IsFound => End > 0;
}

namespace Strangler.EndToEnd.Tests.Browser;

/// <summary>What a person uses a page with.</summary>
public enum Hand
{
    Mouse,
    Keyboard,
}

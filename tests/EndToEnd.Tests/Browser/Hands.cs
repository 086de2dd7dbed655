using Microsoft.Playwright;

namespace Strangler.EndToEnd.Tests.Browser;

/// <summary>Does things on a page as a person does: with the mouse, or with Tab, Enter and letters alone.</summary>
internal static class Hands
{
    /// <summary>More stops than any page has.</summary>
    private const int MaxStops = 300;

    public static async Task UseAsync(this Hand hand, ILocator target)
    {
        if (hand == Hand.Mouse)
        {
            await target.ClickAsync();
            return;
        }

        await TabToAsync(target);
        await target.Page.Keyboard.PressAsync("Enter");
    }

    public static async Task WriteAsync(this Hand hand, ILocator field, string text)
    {
        if (hand == Hand.Mouse)
        {
            await field.FillAsync(text);
            return;
        }

        await TabToAsync(field);
        await field.Page.Keyboard.TypeAsync(text);
    }

    /// <summary>Goes on until the target has the focus, and shows it.</summary>
    private static async Task TabToAsync(ILocator target)
    {
        await target.WaitForAsync();
        for (var stops = 0; !await target.EvaluateAsync<bool>("element => element === document.activeElement"); stops++)
        {
            Assert.True(stops < MaxStops, $"Tab does not reach {target}.");
            await target.Page.Keyboard.PressAsync("Tab");
        }

        Assert.NotEqual("none", await target.EvaluateAsync<string>("element => getComputedStyle(element).outlineStyle"));
    }
}

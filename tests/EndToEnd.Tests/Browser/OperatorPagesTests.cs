using System.Text.Json;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Strangler.EndToEnd.Tests.CommandLine;
using Strangler.Testing.Processes;

namespace Strangler.EndToEnd.Tests.Browser;

/// <summary>The operator's pages in a real browser: the board and the audit.</summary>
public sealed class OperatorPagesTests : IAsyncLifetime
{
    private GatewayProcess _gateway = null!;
    private BrowserPage _browser = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IPage Page => _browser.Page;

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayProcess.StartAsync(new GatewayOptions(new Uri("http://127.0.0.1:1")), Token);
        _browser = await BrowserPage.OpenAsync(_gateway.Public, _gateway.Management);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(1920)]
    public async Task Board_FitsTheScreen_AndAllRowsAreOfOneHeight(int width)
    {
        var reason = string.Concat(Enumerable.Repeat("a long reason with many words, ", 15));
        await SetAsync("status", "shadow", reason);
        await SetAsync("health", "shadow", new string('x', 400));
        await Page.SetViewportSizeAsync(width, 900);
        await Page.ReloadAsync();

        Assert.Equal(0, await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.Equal(0, await Page.EvaluateAsync<int>("() => Math.max(...[...document.querySelectorAll('.scroll')].map(box => box.scrollWidth - box.clientWidth))"));
        Assert.Equal(1, await Page.EvaluateAsync<int>("() => new Set([...document.querySelectorAll('.even tbody tr')].map(row => row.getBoundingClientRect().height)).size"));
        await Row("status").ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(Row("status").GetByText("→ shadow")).ToBeInViewportAsync();
        await Assertions.Expect(Row("status").GetByText("no evidence")).ToBeVisibleAsync();
    }

    /// <summary>At 3 a.m. it is a phone: rows become cards, and nothing needs to be moved sideways.</summary>
    [Fact]
    public async Task Board_FitsAPhone()
    {
        await SetAsync("status", "shadow", new string('x', 400));
        await Page.SetViewportSizeAsync(390, 844);
        foreach (var path in new[] { "", "audit" })
        {
            await Page.GotoAsync(new Uri(_gateway.Management, path).ToString());
            Assert.Equal(0, await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        }

        await Page.GotoAsync(_gateway.Management.ToString());
        Assert.Equal(0, await Page.EvaluateAsync<int>("() => Math.max(...[...document.querySelectorAll('.scroll')].map(box => box.scrollWidth - box.clientWidth))"));
        Assert.InRange(await Page.EvaluateAsync<double>("() => Math.max(...[...document.querySelectorAll('button')].map(button => button.getBoundingClientRect().right))"), 1, 390);
        await Assertions.Expect(Page.GetByText("Last change: status legacy → shadow")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Timeline_ShowsWhatIsAnsweredAndChanged_WithoutReloading()
    {
        using var client = new HttpClient { BaseAddress = _gateway.Public };
        await Page.GetByText("As a table").ClickAsync();
        Assert.Equal(502, (int)(await client.GetAsync("/api/status", Token)).StatusCode);
        await SetAsync("status", "shadow", "a look");

        var card = Page.GetByRole(AriaRole.Region, new() { Name = "The last two hours", Exact = true });
        await Assertions.Expect(card.GetByRole(AriaRole.Listitem)).ToContainTextAsync("status legacy → shadow");
        await Assertions.Expect(card.GetByText("5xx legacy")).ToContainTextAsync("legacy 1, at most 1", new() { Timeout = 60_000 });
        await Assertions.Expect(card.Locator("tbody tr")).ToContainTextAsync("1, 0");
        await Assertions.Expect(card.GetByRole(AriaRole.Table)).ToBeVisibleAsync(); // it stayed open

        await card.GetByLabel("Route").SelectOptionAsync("health");
        await card.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Assertions.Expect(Page).ToHaveURLAsync(new Regex("/\\?route=health$"));
        await Assertions.Expect(card.GetByText("5xx legacy")).ToContainTextAsync("legacy 0, at most 0");
        await Assertions.Expect(card.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(0);
        Assert.Empty(_browser.Errors);
    }

    [Fact]
    public async Task LastChange_IsRevertedByKeyboardAlone()
    {
        await SetAsync("status", "shadow", "a look");
        await Page.ReloadAsync();
        await TabToAsync("revert status to legacy", backwards: true);
        await Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Page.GetByText("Fill in your name and a reason first.")).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByLabel("Your name")).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync("ana");
        await Page.Keyboard.PressAsync("Tab");
        await Page.Keyboard.TypeAsync("3 a.m.");

        await TabToAsync("revert status to legacy", backwards: true);
        Assert.Equal("solid", await Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"));
        await Page.Keyboard.PressAsync("Enter");
        var dialog = Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("Put status back to legacy?");
        for (var i = 0; i < 5; i++)
        {
            Assert.True(await Page.EvaluateAsync<bool>("() => document.activeElement === document.body || document.activeElement.closest('dialog') !== null"));
            await Page.Keyboard.PressAsync("Tab");
        }

        await Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        Assert.Equal("shadow", await StageAsync("status"));
        Assert.Equal("revert status to legacy", await FocusedAsync());

        await Page.Keyboard.PressAsync("Enter");
        await ConfirmByKeyboardAsync();
        await Assertions.Expect(Page.GetByText("Last change: status shadow → legacy")).ToBeVisibleAsync();
        Assert.Equal("legacy", await StageAsync("status"));
        Assert.Empty(_browser.Errors);
    }

    /// <summary>Presses Tab until the button has the focus.</summary>
    private async Task TabToAsync(string button, bool backwards = false)
    {
        for (var i = 0; i < 400 && await FocusedAsync() != button; i++)
            await Page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
        Assert.Equal(button, await FocusedAsync());
    }

    private Task<string> FocusedAsync() => Page.EvaluateAsync<string>("() => document.activeElement.textContent.trim()");

    [Fact]
    public async Task Refusal_IsInSight_WhereverTheButtonIs()
    {
        await Page.SetViewportSizeAsync(1280, 800);
        var button = Page.GetByRole(AriaRole.Button, new() { Name = "live status", Exact = true });
        await button.ClickAsync();
        await Assertions.Expect(Page.GetByText("Fill in your name and a reason first.")).ToBeInViewportAsync();

        await Page.GetByLabel("Your name").FillAsync("ana");
        await Page.GetByLabel("Reason").FillAsync("a try");
        await button.ClickAsync();
        await Assertions.Expect(Page.GetByText("is below the promotion gate for live")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task Board_ShowsErrors()
    {
        using var client = new HttpClient { BaseAddress = _gateway.Public };
        Assert.Equal(502, (int)(await client.GetAsync("/api/status", Token)).StatusCode);
        await Page.ReloadAsync();

        await Assertions.Expect(Row("status").Locator("td").Nth(4)).ToHaveTextAsync("10");
    }

    [Fact]
    public async Task RollBackEveryRoute_AsksFirst()
    {
        await SetAsync("status", "shadow", "a look");
        await Page.ReloadAsync();
        await Page.GetByLabel("Your name").FillAsync("ana");
        await Page.GetByLabel("Reason").FillAsync("3 a.m.");

        await Page.GetByRole(AriaRole.Button, new() { Name = "Roll back every route" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("Put this route at legacy, at once: status?")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "No", Exact = true }).ClickAsync();
        Assert.Equal("shadow", await StageAsync("status"));

        await Page.GetByRole(AriaRole.Button, new() { Name = "Roll back every route" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Yes, do it" }).ClickAsync();
        await Assertions.Expect(Row("status").GetByText("→ legacy")).ToBeVisibleAsync();
        Assert.Equal("legacy", await StageAsync("status"));
        Assert.Empty(_browser.Errors);
    }

    [Fact]
    public async Task KeyInHaste_DoesNothing_NeitherHeldNorStruckTwice()
    {
        await SetAsync("status", "shadow", "a look");
        await Page.ReloadAsync();
        await Page.GetByLabel("Your name").FillAsync("ana");
        await Page.GetByLabel("Reason").FillAsync("3 a.m.");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Roll back every route" }).FocusAsync();

        await Page.Keyboard.DownAsync("Enter");
        await Assertions.Expect(No).ToBeFocusedAsync();
        await Page.Keyboard.DownAsync("Enter"); // without an up between: the browser takes it for a repetition
        await Page.Keyboard.UpAsync("Enter");
        await Assertions.Expect(Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        Assert.Equal("shadow", await StageAsync("status"));

        await Page.Keyboard.PressAsync("Enter"); // a second stroke in haste says no
        await Assertions.Expect(Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.Equal("shadow", await StageAsync("status"));

        await Page.Keyboard.PressAsync("Enter");
        await ConfirmByKeyboardAsync();
        await Assertions.Expect(Row("status").GetByText("→ legacy")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Plan_IsShown_AndPausedResumedAndAbortedByItsButtons(int width)
    {
        await Page.SetViewportSizeAsync(width, 900);
        var started = await CutoverProgram.RunAsync(_gateway.Management, Token, "promote", "status", "--reason", new string('x', 400));
        Assert.True(started.ExitCode == 0, started.ToString());
        await Page.ReloadAsync();
        var plan = Page.GetByRole(AriaRole.Heading, new() { Name = "Plans" }).Locator("..");
        await Assertions.Expect(plan).ToContainTextAsync("status: plan default, step 1 of 5 (shadow), next canary 1 %, 0");
        Assert.InRange(await Page.EvaluateAsync<double>("() => Math.max(...[...document.querySelectorAll('[data-live=plans] *')].map(part => part.getBoundingClientRect().right))"), 1, width);
        await Page.GetByLabel("Your name").FillAsync("ana");
        await Page.GetByLabel("Reason").FillAsync("the weekend");

        await PressAsync("pause", "Pause the plan of status?");
        await Assertions.Expect(plan).ToContainTextAsync("paused at step 1 of 5");
        await Assertions.Expect(plan).ToContainTextAsync("ana: the weekend");
        await PressAsync("resume", "Resume the plan of status?");
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new() { Name = "pause the plan of status" })).ToBeVisibleAsync();
        await PressAsync("abort", "Abort the plan of status?");
        await Assertions.Expect(plan).Not.ToContainTextAsync("status: plan");
        Assert.Equal("shadow", await StageAsync("status"));
        Assert.Empty(_browser.Errors);
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Plan_IsStartedByKeyboard_OnceItHasSaidWhatItWouldDo(int width)
    {
        await Page.SetViewportSizeAsync(width, 900);
        await Page.GetByLabel("Your name").FillAsync("ana");
        await Page.GetByLabel("Reason").FillAsync("parity since Monday");
        var plans = Page.GetByRole(AriaRole.Heading, new() { Name = "Plans" }).Locator("..");
        await plans.GetByLabel("Route").FocusAsync();
        await Page.Keyboard.TypeAsync("status");
        await TabToAsync("promote");

        await Page.Keyboard.PressAsync("Enter");
        var dialog = Page.GetByRole(AriaRole.Dialog);
        await Assertions.Expect(dialog).ToContainTextAsync("Promote status by the plan default: shadow for 1 h, canary 1 % for 30 min, canary 5 % for 1 h, canary 25 % for 2 h, live?");
        await Assertions.Expect(dialog).ToContainTextAsync("the promotion gate says now: comparisons");
        Assert.InRange(await dialog.EvaluateAsync<double>("box => box.getBoundingClientRect().right"), 1, width);
        await Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(dialog).ToHaveCountAsync(0);
        await Assertions.Expect(plans).Not.ToContainTextAsync("status: plan");

        await Page.Keyboard.PressAsync("Enter");
        await ConfirmByKeyboardAsync();
        await Assertions.Expect(plans).ToContainTextAsync("status: plan default, step 1 of 5 (shadow)");
        await Assertions.Expect(plans).ToContainTextAsync("started by ana: parity since Monday");
        Assert.Equal("shadow", await StageAsync("status"));

        await Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Page.GetByText("The route 'status' has a plan already")).ToBeInViewportAsync();
        Assert.Equal(["the server responded with a status of 409"], _browser.Errors.Select(error => error[error.IndexOf("the server", StringComparison.Ordinal)..].Split(" (")[0]).Distinct());
    }

    private ILocator No => Page.GetByRole(AriaRole.Button, new() { Name = "No", Exact = true });

    private async Task ConfirmByKeyboardAsync()
    {
        await Assertions.Expect(No).ToBeFocusedAsync();
        await Page.Keyboard.PressAsync("Shift+Tab");
        await Page.Keyboard.PressAsync("Enter");
    }

    private async Task PressAsync(string verb, string question)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = $"{verb} the plan of status" }).ClickAsync();
        await Assertions.Expect(Page.GetByText(question)).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Yes, do it" }).ClickAsync();
    }

    [Fact]
    public async Task Audit_FiltersAndReverts()
    {
        await SetAsync("status", "shadow", "a look");
        await SetAsync("health", "shadow", "<b>another</b>");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Audit", Exact = true }).ClickAsync();
        await Assertions.Expect(Page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(Page.GetByText("<b>another</b>")).ToBeVisibleAsync();

        // The script, which stands last, hears nothing before the page is whole.
        await Page.WaitForLoadStateAsync();
        await Page.GetByLabel("Route").SelectOptionAsync("status");
        await Assertions.Expect(Page).ToHaveURLAsync(new Regex("/audit\\?route=status$"), new() { Timeout = 60_000 });
        await Assertions.Expect(Page.Locator("tbody tr")).ToHaveCountAsync(1);

        await Page.GetByLabel("Your name").FillAsync("ben");
        await Page.GetByLabel("Reason").FillAsync("not yet");
        await Page.GetByRole(AriaRole.Button, new() { Name = "back to legacy for status" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Put status back to legacy?");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Yes, do it" }).ClickAsync();
        await Assertions.Expect(Page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(Page.Locator("tbody tr").First).ToContainTextAsync("shadow → legacy");
        Assert.Equal("legacy", await StageAsync("status"));

        await Page.GetByLabel("Who").FillAsync("BEN");
        await Page.GetByLabel("Who").PressAsync("Enter");
        await Assertions.Expect(Page.Locator("tbody tr")).ToHaveCountAsync(1);
        Assert.Empty(_browser.Errors);
    }

    [Fact]
    public async Task Board_IsLive_AndLeavesAloneWhatSomebodyTypes()
    {
        await Page.GetByLabel("Your name").FillAsync("ana");
        await Page.GetByLabel("Reason").FillAsync("half a rea");
        await SetAsync("status", "shadow", "a colleague's");
        await Assertions.Expect(Row("status").GetByText("a colleague's")).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByLabel("Reason")).ToBeFocusedAsync();
        await Assertions.Expect(Page.GetByLabel("Reason")).ToHaveValueAsync("half a rea");

        await Page.GetByRole(AriaRole.Button, new() { Name = "roll back status", Exact = true }).FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Page.GetByText("status: shadow → legacy")).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByLabel("Reason")).ToHaveValueAsync("half a rea");
        Assert.Empty(_browser.Errors);
    }

    [Fact]
    public async Task Board_SaysWhenTheGatewayIsGone()
    {
        await _gateway.KillAsync(Token);
        await Assertions.Expect(Page.GetByText(new Regex("^No answer since \\d\\d:\\d\\d:\\d\\d UTC: the gateway does not answer"))).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(Row("status")).ToBeVisibleAsync();
    }

    /// <summary>Rules of WCAG as axe has them; without a scope, as best practices are rules too.</summary>
    [Fact]
    public async Task Pages_AxeFindsNothing()
    {
        await SetAsync("status", "shadow", "a look");
        await CutoverProgram.RunAsync(_gateway.Management, Token, "promote", "health", "--reason", "a look");
        await using var browser = await BrowserPage.OpenAsync(_gateway.Public, _gateway.Management, mayAddScripts: true);
        List<string> found = [];
        foreach (var path in new[] { "", "audit", "decommission", "reports", "reports/status", "reports/status/changes", "divergences" })
        {
            await browser.Page.GotoAsync(new Uri(_gateway.Management, path).ToString());
            foreach (var (scheme, width) in new[] { (ColorScheme.Light, 1280), (ColorScheme.Dark, 1280), (ColorScheme.Light, 390) })
            {
                await browser.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
                await browser.Page.SetViewportSizeAsync(width, 844);
                var result = await browser.Page.RunAxe(new() { Rules = new() { ["label-content-name-mismatch"] = new() { Enabled = true } } });
                found.AddRange(result.Violations.Select(violation => $"/{path}, {scheme}, {width}: {violation.Id}: {string.Join("; ", violation.Nodes.Select(node => node.Html))}"));
            }
        }

        Assert.Empty(found);
    }

    private ILocator Row(string route) =>
        Page.Locator("tbody tr").Filter(new() { Has = Page.GetByRole(AriaRole.Link, new() { Name = route, Exact = true }) });

    private async Task SetAsync(string route, string stage, string reason)
    {
        var result = await CutoverProgram.RunAsync(_gateway.Management, Token, "set", route, stage, "--reason", reason);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    private async Task<string?> StageAsync(string route)
    {
        using var client = new HttpClient { BaseAddress = _gateway.Management };
        using var board = JsonDocument.Parse(await client.GetStringAsync("/api/routes", Token));
        return board.RootElement.GetProperty("routes").EnumerateArray().Single(row => row.GetProperty("route").GetString() == route).GetProperty("stage").GetString();
    }
}

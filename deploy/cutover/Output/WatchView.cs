using System.Text.Json;
using Spectre.Console;
using Strangler.Contract.Management;
using Strangler.ShadowDiff.Model;

namespace Strangler.CommandLine.Output;

/// <summary>How <c>watch</c> shows one look after the other.</summary>
internal abstract class WatchView
{
    /// <summary>What suits the output: lines of JSON, a terminal that is drawn over, or a block for each change.</summary>
    public static WatchView For(bool json) => json ? new Lines() : new Screen() is { CanRedraw: true } terminal ? At(terminal) : new Blocks(new Screen());

    /// <summary>A terminal that is drawn over.</summary>
    internal static WatchView At(Screen terminal) => new Redrawn(terminal);

    /// <summary>Whether it shows the time line, too.</summary>
    public virtual bool ShowsTimeline => false;

    public abstract void Show(DateTimeOffset at, BoardResponse board, TimelineResponse? timeline);

    /// <param name="since">When it answered last, or was asked first.</param>
    /// <param name="problem">What is known of the reason.</param>
    public abstract void ShowSilence(DateTimeOffset since, string problem);

    private static string Silence(DateTimeOffset since, string problem) => $"No answer since {Cell.Time(since)}: {problem}";

    /// <summary>Each look is a line.</summary>
    private sealed class Lines : WatchView
    {
        public override void Show(DateTimeOffset at, BoardResponse board, TimelineResponse? timeline) =>
            Console.WriteLine(PlainText.Escape(JsonSerializer.Serialize(board, ManagementJson.Readable.BoardResponse)));

        public override void ShowSilence(DateTimeOffset since, string problem) =>
            Console.WriteLine(PlainText.Escape(JsonSerializer.Serialize(new ErrorResponse(Silence(since, problem)), ManagementJson.Terse.ErrorResponse)));
    }

    private sealed class Redrawn(Screen terminal) : WatchView
    {
        /// <summary>From the roomiest to the lowest terminal.</summary>
        private IReadOnlyList<Action<Screen>> _last = [_ => { }];

        public override bool ShowsTimeline => true;

        public override void Show(DateTimeOffset at, BoardResponse board, TimelineResponse? timeline)
        {
            _last =
            [
                screen =>
                {
                    screen.Show(board);
                    if (timeline is not null)
                        screen.Show(timeline);
                },
                screen => screen.Show(board),
                screen =>
                {
                    screen.IsBrief = true;
                    screen.Show(board with { Routes = [.. board.Routes.OrderBy(route => IsAtRest(route, board))] });
                },
            ];
            Draw($"{Cell.Time(at)}, Ctrl-C ends", Style.Plain);
        }

        public override void ShowSilence(DateTimeOffset since, string problem) => Draw(Silence(since, problem), Cell.Alarm);

        private void Draw(string head, Style style) => terminal.Redraw(_last.Select(layout => (Action<Screen>)(screen =>
        {
            screen.WriteLine(head, style);
            layout(screen);
        })));

        /// <summary>Whether nobody has to look at the route now.</summary>
        private static bool IsAtRest(RouteResponse route, BoardResponse board) =>
            route.Stage is "legacy" or "complete" && route.Plan is null && route.Hanging == 0 && route.Fallback is not { Lasts: true }
            && !(board.Latched ?? []).Any(latch => latch.Route == route.Route)
            && !(board.NotReady ?? []).Any(check => check.Served.Contains(route.Route));
    }

    private sealed class Blocks(Screen screen) : WatchView
    {
        private BoardResponse? _before;
        private string? _shown;

        public override void Show(DateTimeOffset at, BoardResponse board, TimelineResponse? timeline)
        {
            var worthTelling = JsonSerializer.Serialize(WithoutFigures(board), ManagementJson.Terse.BoardResponse);
            _before = board;
            if (worthTelling == _shown)
                return;

            _shown = worthTelling;
            screen.WriteLine(Cell.Time(at));
            screen.Show(board);
            screen.WriteLine("");
        }

        public override void ShowSilence(DateTimeOffset since, string problem)
        {
            if (_shown == "")
                return;

            _shown = "";
            screen.WriteLine(Silence(since, problem), Cell.Alarm);
            screen.WriteLine("");
        }

        /// <summary>What changes with each request is no change; that there are errors now, or none any more, is one.</summary>
        private BoardResponse WithoutFigures(BoardResponse board) => board with
        {
            Reloads = board.Reloads with { Good = 0, Bad = 0 },
            Routes =
            [
                .. board.Routes.Select(route => route with
                {
                    Requests = new(0, 0),
                    Errors = Risen(route),
                    Parity = null,
                    Coverage = null,
                    LegacyMs = null,
                    ModernMs = null,
                    Plan = route.Plan is { } plan ? plan with { LeftSeconds = 0, Because = plan.Because is null ? null : "" } : null,
                    Hanging = Math.Min(route.Hanging, 1),
                    Fallback = route.Fallback is { } fallback ? fallback with { Count = 0, Last = default } : null,
                }),
            ],
        };

        private ErrorsResponse Risen(RouteResponse route) => _before?.Routes.FirstOrDefault(before => before.Route == route.Route)?.Errors is { } before
            ? new(route.Errors.Legacy > before.Legacy ? 1 : 0, route.Errors.Modern > before.Modern ? 1 : 0)
            : new(0, 0);
    }
}

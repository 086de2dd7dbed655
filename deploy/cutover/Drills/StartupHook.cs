using System.Diagnostics;
using Microsoft.AspNetCore.Http;

/// <summary>
/// Breaks the modules of a drill's gateway from inside, so that the gateway itself has nothing that could be told to fail. The runtime runs it in a process that is started with
/// <c>DOTNET_STARTUP_HOOKS</c>, before the program; it knows it by this name only.
/// </summary>
internal static class StartupHook
{
    /// <summary>Names the file that says which fault modules have, see <see cref="Status"/> and its neighbours; while it is not there they have none.</summary>
    public const string Variable = "STRANGLER_DRILL_FAULT";

    public const string Status = "500s", Exception = "exceptions", Slowness = "slowness";

    /// <summary>What the gateway marks the endpoints of modules with.</summary>
    private const string Mark = "ModernEndpoint";

    private const string Matched = "Microsoft.AspNetCore.Routing.EndpointMatched";

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file)
            DiagnosticListener.AllListeners.Subscribe(new Listeners(new Faults(file)));
    }

    private sealed class Listeners(Faults faults) : Observer<DiagnosticListener>
    {
        public override void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.AspNetCore")
                value.Subscribe(faults, static name => name == Matched);
        }
    }

    /// <summary>Puts another endpoint in a module's place once routing has found that.</summary>
    private sealed class Faults(string file) : Observer<KeyValuePair<string, object?>>
    {
        public override void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is HttpContext context && context.GetEndpoint() is { } endpoint && endpoint.Metadata.Any(one => one.GetType().Name == Mark) && Faulty(endpoint.RequestDelegate!) is { } faulty)
                context.SetEndpoint(new Endpoint(faulty, endpoint.Metadata, endpoint.DisplayName));
        }

        private RequestDelegate? Faulty(RequestDelegate module) => (File.Exists(file) ? File.ReadAllText(file) : "") switch
        {
            Status => Fail,
            Exception => static _ => throw new InvalidOperationException("A drill."),
            Slowness => context => AnswerLateAsync(context, module),
            _ => null,
        };

        private static Task Fail(HttpContext context)
        {
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return context.Response.WriteAsync("a drill");
        }

        private static async Task AnswerLateAsync(HttpContext context, RequestDelegate module)
        {
            await Task.Delay(Slow, TimeProvider.System, context.RequestAborted);
            await module(context);
        }
    }

    private abstract class Observer<T> : IObserver<T>
    {
        public abstract void OnNext(T value);

        public void OnCompleted()
        {
            // The process ends.
        }

        public void OnError(Exception error)
        {
            // Nobody raises one.
        }
    }
}
